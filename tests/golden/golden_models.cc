// The models that golden archives need. They are files like the archives, never written again: nothing that makes
// random models needs to stay as it is.
#include <algorithm>

#include "golden/golden_archives.h"
#include "support/network_cases.h"

namespace llmzip::testing {
namespace {

GoldenArchive Model(const std::string& name, const NetworkCase& network) {
  const Bytes file = ModelFileOf(
      network, {{"name", name}, {"licence", "Apache-2.0"}, {"trained_on", "nothing: random weights, a bias to text"}});
  return {"models/" + name + ".safetensors", network.name, ContentLine(file), [file] { return file; }};
}

}  // namespace

std::vector<GoldenArchive> GoldenModels() {
  constexpr auto kHybrid = Architecture::kHybrid;
  constexpr auto kPaper = Architecture::kPaper;
  return {Model("golden-hybrid", {"hybrid: a delta layer and one of attention, chunks that overlap",
                                  {kHybrid, 16, 2, 32, "DA", 16, 90, 10},
                                  1,
                                  1,
                                  Weights::kText}),
          Model("golden-paper",
                {"paper: one layer, chunks that overlap", {kPaper, 16, 2, 32, "A", 32, 30, 6}, 1, 1, Weights::kText})};
}

}  // namespace llmzip::testing
