#include "support/catalogue.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "model/embedded.h"
#include "registry/codecs.h"
#include "registry/model_references.h"
#include "registry/predictors.h"

namespace llmzip::testing {
namespace {

template <typename T>
T OrDie(StatusOr<T> result, const std::string& spec) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "%s: %s\n", spec.c_str(), result.status().message().c_str());
  std::abort();
}

bool IsEmbedded(const ModelReference& reference) { return EmbeddedModel(NameIn(reference)).ok(); }

void Append(std::string_view specs, std::uint32_t bytes_per_second, std::vector<Example>& out) {
  // What the slow ones lose in length they keep in variety: every kind of sample, only shorter.
  const std::size_t sample_size = std::clamp<std::size_t>(bytes_per_second / 50, 24, 20000);
  std::istringstream words{std::string(specs)};
  for (std::string spec; words >> spec;) {
    // A build without the embedded models has nothing their examples could run.
    const auto references = ModelReferences(OrDie(ParseSpec(spec), spec));
    if (!std::ranges::all_of(references, IsEmbedded)) continue;
    out.push_back({spec, sample_size});
  }
}

}  // namespace

std::vector<Example> PredictorExamples() {
  std::vector<Example> examples;
  for (const PredictorEntry& entry : PredictorCatalogue()) {
    if (entry.needs.empty()) Append(entry.example, entry.bytes_per_second, examples);
  }
  return examples;
}

std::vector<Example> CodecExamples() {
  std::vector<Example> examples;
  for (const CodecEntry& entry : CodecCatalogue()) Append(entry.example, 1'000'000, examples);
  return examples;
}

std::vector<Example> AllExamples() {
  std::vector<Example> examples = PredictorExamples();
  std::ranges::copy(CodecExamples(), std::back_inserter(examples));
  return examples;
}

Example ExampleOf(const std::string& spec) {
  const std::vector<Example> examples = AllExamples();
  return *std::ranges::find(examples, spec, &Example::spec);
}

std::string TestName(const std::string& spec) {
  std::string name = spec;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

std::unique_ptr<Predictor> PredictorOf(const std::string& spec, const PredictorShape& shape) {
  return OrDie(MakePredictor(OrDie(ParseSpec(spec), spec), shape), spec);
}

std::unique_ptr<Codec> CodecOf(const std::string& spec, unsigned lanes) {
  return OrDie(MakeCodec(OrDie(ParseSpec(spec), spec), {lanes}), spec);
}

}  // namespace llmzip::testing
