// Every spec the catalogues name, and how much input each can be given in a test.
#ifndef LLMZIP_TESTS_SUPPORT_CATALOGUE_H_
#define LLMZIP_TESTS_SUPPORT_CATALOGUE_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "plan/plan.h"

namespace llmzip::testing {

struct Example {
  std::string spec;
  std::size_t sample_size;  ///< Entry::sample_size

  /// Less for properties tried hundreds of times, under sanitizers too; and how many hundreds.
  [[nodiscard]] std::size_t fuzz_size() const { return std::min<std::size_t>(sample_size, 700); }
  [[nodiscard]] std::size_t fuzz_runs() const { return std::clamp<std::size_t>(sample_size / 100, 5, 200); }

  [[nodiscard]] bool slow() const { return sample_size < 1000; }
};

inline void PrintTo(const Example& example, std::ostream* out) { *out << example.spec; }

/// The examples of all predictors that need nothing llmzip does not come with; of all codecs; both.
std::vector<Example> PredictorExamples();
std::vector<Example> CodecExamples();
std::vector<Example> AllExamples();

/// The example of that spec, which must be one of AllExamples().
Example ExampleOf(const std::string& spec);

/// A test name made of a spec's letters and digits.
std::string TestName(const std::string& spec);

/// What the spec names, with embedded models; the test fails, and the program ends, if it names nothing.
Plan PlanNamed(const std::string& spec);
std::unique_ptr<Predictor> PredictorOf(const std::string& spec, const PredictorShape& shape);
std::unique_ptr<Codec> CodecOf(const std::string& spec, unsigned lanes);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_CATALOGUE_H_
