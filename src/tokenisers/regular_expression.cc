#include "tokenisers/regular_expression.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cstdint>
#include <new>
#include <string>

#include "tokenisers/utf8.h"

namespace llmzip {
namespace {

constexpr std::size_t kMostPatternBytes = 4096;
constexpr std::uint32_t kStepsFromAByte = 2'000;
constexpr std::uint64_t kExtraSteps = 16;        // for each byte of a text
constexpr std::uint32_t kMostSteps = 4'000'000;  // from one byte on
constexpr std::uint32_t kMostDepth = 10'000;     // of backtracking
constexpr std::uint32_t kMostHeapKibibytes = 20'000;

PCRE2_SPTR UnitsOf(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

struct ContextFreed {
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};

template <typename T>
T* Allocated(T* object) {
  if (object == nullptr) throw std::bad_alloc();
  return object;
}

}  // namespace

void RegularExpression::CodeFreed::operator()(pcre2_code* code) const { pcre2_code_free(code); }
void RegularExpression::Matcher::Freed::operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
void RegularExpression::Matcher::Freed::operator()(pcre2_match_context* context) const {
  pcre2_match_context_free(context);
}

StatusOr<RegularExpression> RegularExpression::Compile(std::string_view pattern, Syntax syntax) {
  if (pattern.size() > kMostPatternBytes) {
    return Status::LimitExceeded("a regular expression of " + std::to_string(pattern.size()) + " bytes");
  }
  // Tokenisers are written for Oniguruma, where && intersects classes, and ^ and $ stand at every line.
  if (syntax == Syntax::kPattern && pattern.find("&&") != std::string_view::npos) {
    return Status::Unsupported("a regular expression that intersects classes (&&)");
  }
  const std::unique_ptr<pcre2_compile_context, ContextFreed> context(Allocated(pcre2_compile_context_create(nullptr)));
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  const std::uint32_t options = syntax == Syntax::kLiteral ? PCRE2_UTF | PCRE2_LITERAL | PCRE2_USE_OFFSET_LIMIT
                                                           : PCRE2_UTF | PCRE2_USE_OFFSET_LIMIT | PCRE2_UCP |
                                                                 PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C;
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* const code = pcre2_compile(UnitsOf(pattern), pattern.size(), options, &error, &offset, context.get());
  if (code == nullptr) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    return Status::Corrupt(
        "a regular expression that does not compile: " + std::string(reinterpret_cast<const char*>(message.data())) +
        " at its byte " + std::to_string(offset));
  }
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);  // where that is impossible, matching interprets
  return RegularExpression(code);
}

RegularExpression::Matcher::Matcher(const RegularExpression& expression, std::size_t text_size)
    : code_(expression.code_.get()),
      extra_steps_(kExtraSteps * text_size),
      data_(Allocated(pcre2_match_data_create(1, nullptr))),  // where the whole match is, and nothing else
      context_(Allocated(pcre2_match_context_create(nullptr))) {
  pcre2_set_depth_limit(context_.get(), kMostDepth);
  pcre2_set_heap_limit(context_.get(), kMostHeapKibibytes);
}

int RegularExpression::Matcher::Match(std::string_view text, std::size_t from, std::uint32_t steps) {
  pcre2_set_match_limit(context_.get(), steps);  // PCRE2 counts anew from each byte on
  const auto match = [&](std::uint32_t options) {
    return pcre2_match(code_, UnitsOf(text), text.size(), from, PCRE2_NO_UTF_CHECK | options, data_.get(),
                       context_.get());
  };
  const int count = match(0);
  return count == PCRE2_ERROR_JIT_STACKLIMIT ? match(PCRE2_NO_JIT) : count;
}

// A match that begins at `at`, with as many extra steps as it takes: twice as many each time, so that those that are
// charged are at most four times those that were needed.
int RegularExpression::Matcher::MatchAt(std::string_view text, std::size_t at) {
  pcre2_set_offset_limit(context_.get(), at);
  std::uint32_t steps = kStepsFromAByte;
  int count = Match(text, at, steps);
  while (count == PCRE2_ERROR_MATCHLIMIT && steps < kMostSteps && 2 * steps <= extra_steps_) {
    steps *= 2;
    extra_steps_ -= steps;
    count = Match(text, at, steps);
  }
  pcre2_set_offset_limit(context_.get(), PCRE2_UNSET);
  return count;
}

RegularExpression::Result RegularExpression::Matcher::ResultOf(int count, std::size_t from) {
  if (count == PCRE2_ERROR_NOMATCH) return Result::kNoMatch;
  if (count < 0) return Result::kGaveUp;
  const PCRE2_SIZE* const found = pcre2_get_ovector_pointer(data_.get());
  begin_ = found[0];
  end_ = found[1];
  // \K may put the beginning anywhere.
  return begin_ >= from && begin_ <= end_ ? Result::kMatch : Result::kGaveUp;
}

RegularExpression::Result RegularExpression::Matcher::Find(std::string_view text, std::size_t from) {
  int count = Match(text, from, kStepsFromAByte);
  if (count != PCRE2_ERROR_MATCHLIMIT) return ResultOf(count, from);
  // PCRE2 does not tell at which byte that was.
  for (std::size_t at = from;; at += CharacterSize(text.substr(at))) {
    count = MatchAt(text, at);
    if (count != PCRE2_ERROR_NOMATCH || at == text.size()) return ResultOf(count, from);
  }
}

}  // namespace llmzip
