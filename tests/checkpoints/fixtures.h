// The tiny checkpoints in data/ (make_fixtures.py), and what Hugging Face's code makes of them.
#ifndef LLMZIP_TESTS_CHECKPOINTS_FIXTURES_H_
#define LLMZIP_TESTS_CHECKPOINTS_FIXTURES_H_

#include <cstdint>
#include <string>
#include <vector>

namespace llmzip {

inline const std::vector<std::string> kFixtures = {"gpt2",  "gpt_neox", "llama", "llama_linear",
                                                   "qwen2", "qwen3",    "rwkv"};

std::string FixtureFolder(const std::string& name);

struct Expected {
  std::vector<std::int64_t> tokens;
  std::vector<std::int64_t> places;        ///< of the logits below
  std::vector<std::vector<float>> logits;  ///< a row for each place: after the token there
};

/// Of a fixture; fails the test if there is none.
Expected ExpectedOf(const std::string& name);

}  // namespace llmzip

#endif  // LLMZIP_TESTS_CHECKPOINTS_FIXTURES_H_
