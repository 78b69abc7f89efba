#include "support/catalogue.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "plan/registry.h"

namespace llmzip::testing {
namespace {

template <typename T>
T OrDie(StatusOr<T> result, const std::string& spec) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "%s: %s\n", spec.c_str(), result.status().message().c_str());
  std::abort();
}

void Append(const Entry& entry, std::vector<Example>& out) {
  std::istringstream words{std::string(entry.examples)};
  for (std::string spec; words >> spec;) {
    // A build without the embedded models has nothing their examples could run.
    const auto plan = ResolvePlan(spec, nullptr);
    if (!plan.ok() && plan.status().code() == StatusCode::kModelMissing) continue;
    out.push_back({spec, entry.sample_size});
  }
}

std::vector<Example> ExamplesOf(Traits one_of) {
  std::vector<Example> examples;
  for (const Entry* entry : Entries()) {
    if ((entry->traits & one_of) != 0 && entry->needs.empty()) Append(*entry, examples);
  }
  return examples;
}

}  // namespace

std::vector<Example> PredictorExamples() { return ExamplesOf(kIsPredictor); }

std::vector<Example> CodecExamples() { return ExamplesOf(kIsCodec); }

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

Plan PlanNamed(const std::string& spec) { return OrDie(ResolvePlan(spec, nullptr), spec); }

std::unique_ptr<Predictor> PredictorOf(const std::string& spec, const PredictorShape& shape) {
  return OrDie(PlanNamed(spec).MakePredictor(shape), spec);
}

std::unique_ptr<Codec> CodecOf(const std::string& spec, unsigned lanes) {
  return OrDie(PlanNamed(spec).MakeCodec({.lanes = lanes}), spec);
}

}  // namespace llmzip::testing
