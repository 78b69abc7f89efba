// The golden archives: what each holds, how it is made, what must become of it. make_golden writes them, golden_test
// checks those on disk.
#ifndef LLMZIP_TESTS_GOLDEN_GOLDEN_ARCHIVES_H_
#define LLMZIP_TESTS_GOLDEN_GOLDEN_ARCHIVES_H_

#include <functional>
#include <string>
#include <vector>

#include "llmzip/codec.h"

namespace llmzip::testing {

struct GoldenArchive {
  std::string file;         ///< below tests/golden, e.g. "good/order1.llz"
  std::string description;  ///< one line for people
  std::string expected;     ///< good: size and digest of the content; else "corrupt", "unsupported", "model missing"
  std::function<Bytes()> make;
};

/// good/: each spec of the catalogues, in one block and in several, and each feature of the format.
std::vector<GoldenArchive> GoodArchives();

/// bad/: one for each way to be damaged.
std::vector<GoldenArchive> BadArchives();

/// unsupported/: well-formed, but from a newer llmzip, or with a model that is not here.
std::vector<GoldenArchive> UnsupportedArchives();

/// bad/ and unsupported/: what only format 2 can have wrong.
std::vector<GoldenArchive> RefusedOfFormat2();

/// The small networks, with random weights, that some of the archives need: models/, which is the folder of models when
/// archives are decoded. `make` gives the file; `expected` its XXH3-128.
std::vector<GoldenArchive> GoldenModels();

/// What `expected` says of a good archive's content.
std::string ContentLine(ByteView content);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_GOLDEN_GOLDEN_ARCHIVES_H_
