// LaneHistory: everything from which contexts are made, for one lane.
//
// Append is called once a byte and updates words, lines, records and the guess whether this is text. All of it is a
// function of the lane's bytes alone. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_LANE_HISTORY_H_
#define LLMZIP_PREDICTORS_CM_LANE_HISTORY_H_

#include <array>
#include <cstdint>
#include <optional>

#include "content/records_parameters.h"
#include "predictors/cm/record_length.h"
#include "predictors/cm/x86_instructions.h"

namespace llmzip::cm {

/// What a segment says of its records, in place of guesses; length 0: nothing.
struct ToldRecords {
  std::uint32_t length = 0;
  std::uint32_t step = 1;   // between values of one meaning within a record
  std::uint32_t begin = 0;  // a position where a record begins, modulo 2^32
};

struct LaneHistory {
  std::uint64_t last8 = 0;     ///< the last eight bytes, the latest lowest
  std::uint32_t position = 0;  ///< bytes so far, modulo 2^32

  // Words: runs of letters (any case), digits after a letter, and bytes from 128 on.
  std::uint32_t word = 0;                     ///< hash of the word being written, 0 between words
  std::array<std::uint32_t, 4> past_words{};  ///< hashes of the words before, the latest first
  std::uint32_t word_length = 0;
  std::uint32_t gap = 0;       ///< hash of what stands between the last word and here
  std::uint32_t sentence = 0;  ///< words since the last full stop, 0 … 15

  // Lines.
  std::uint32_t line_start = 0;      ///< position of this line's first byte
  std::uint32_t previous_start = 0;  ///< and of the line's above
  std::uint32_t first_bytes = 0;     ///< this line's first byte, and its indentation above it
  std::uint32_t indentation = 0;
  std::uint32_t quote = 0;  ///< brackets and quotes: the opening byte last seen and not closed

  std::uint32_t shape = 0;  ///< the last bytes' classes, 4 bits each
  int text_score = 0;       ///< above or at 0: text, where nobody says otherwise
  RecordLength record;
  ToldRecords told;
  X86Instructions x86;

  [[nodiscard]] std::uint32_t last4() const { return static_cast<std::uint32_t>(last8); }
  [[nodiscard]] std::uint32_t last(unsigned bytes) const {
    return static_cast<std::uint32_t>(last8) & (0xFFFFFFFFU >> (32 - 8 * bytes));
  }
  [[nodiscard]] bool is_text() const { return text_score >= 0 && told.length == 0; }

  /// Of the records that this is made of, if it is; and which byte of one comes next.
  [[nodiscard]] std::uint32_t record_length() const { return told.length != 0 ? told.length : record.bytes(); }
  [[nodiscard]] std::uint32_t record_column() const {
    return told.length != 0 ? (position - told.begin) % told.length % told.step : position % record.bytes();
  }

  /// The next byte begins a segment of such records, or, without, one of anything else.
  void Tell(const std::optional<RecordsParameters>& records);
  [[nodiscard]] std::uint32_t column() const { return position - line_start; }

  void Append(std::uint8_t byte);
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_LANE_HISTORY_H_
