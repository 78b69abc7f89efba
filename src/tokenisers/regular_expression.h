// A regular expression from a tokeniser's file: PCRE2, Unicode, with limits, because the file is untrusted.
// Thread safety: const methods may be called from many threads at once; a Matcher belongs to one.
#ifndef LLMZIP_TOKENISERS_REGULAR_EXPRESSION_H_
#define LLMZIP_TOKENISERS_REGULAR_EXPRESSION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "llmzip/status.h"

struct pcre2_real_code_8;
struct pcre2_real_match_context_8;
struct pcre2_real_match_data_8;

namespace llmzip {

class RegularExpression {
 public:
  enum class Syntax { kPattern, kLiteral };

  /// kCorrupt for a pattern that does not compile, kUnsupported for syntax that PCRE2 and Oniguruma (for which
  /// tokenisers are written) understand differently, kLimitExceeded for a pattern that is too long.
  static StatusOr<RegularExpression> Compile(std::string_view pattern, Syntax syntax);

  enum class Result { kMatch, kNoMatch, kGaveUp };

  /// Finds matches; owns the memory for that. The expression must outlive it.
  ///
  /// From each byte on a pattern may take kStepsFromAByte steps. Beyond these, real patterns take a step for every byte
  /// of the run that they then match (of spaces that no line's end follows, say): so there are kExtraSteps more for
  /// each byte of the whole text, together, and no pattern takes more than some microseconds a byte.
  class Matcher {
   public:
    /// For texts of `text_size` bytes, all that it is given together.
    Matcher(const RegularExpression& expression, std::size_t text_size);

    /// The first match in `text`, valid UTF-8, that begins at `from` or later; [begin(), end()) says where.
    /// kGaveUp beyond the limits.
    Result Find(std::string_view text, std::size_t from);
    [[nodiscard]] std::size_t begin() const { return begin_; }
    [[nodiscard]] std::size_t end() const { return end_; }

   private:
    struct Freed {
      void operator()(pcre2_real_match_data_8* data) const;
      void operator()(pcre2_real_match_context_8* context) const;
    };

    int Match(std::string_view text, std::size_t from, std::uint32_t steps);
    int MatchAt(std::string_view text, std::size_t at);
    Result ResultOf(int count, std::size_t from);

    const pcre2_real_code_8* code_;
    std::uint64_t extra_steps_;
    std::unique_ptr<pcre2_real_match_data_8, Freed> data_;
    std::unique_ptr<pcre2_real_match_context_8, Freed> context_;
    std::size_t begin_ = 0, end_ = 0;
  };

 private:
  struct CodeFreed {
    void operator()(pcre2_real_code_8* code) const;
  };
  explicit RegularExpression(pcre2_real_code_8* code) : code_(code) {}

  std::unique_ptr<pcre2_real_code_8, CodeFreed> code_;
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_REGULAR_EXPRESSION_H_
