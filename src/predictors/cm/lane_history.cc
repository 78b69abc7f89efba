#include "predictors/cm/lane_history.h"

#include "predictors/cm/hashing.h"

namespace llmzip::cm {
namespace {

constexpr int kTextScoreLimit = 256;

constexpr bool IsUpper(std::uint8_t byte) { return byte >= 'A' && byte <= 'Z'; }
constexpr bool IsLower(std::uint8_t byte) { return byte >= 'a' && byte <= 'z'; }
constexpr bool IsDigit(std::uint8_t byte) { return byte >= '0' && byte <= '9'; }

// 16 classes of bytes, for "shape" contexts.
constexpr std::uint32_t ClassOf(std::uint8_t byte) {
  if (IsLower(byte)) return 1;
  if (IsUpper(byte)) return 2;
  if (IsDigit(byte)) return 3;
  switch (byte) {
    case ' ':
    case '\t':
      return 4;
    case '\n':
    case '\r':
      return 5;
    case '.':
    case '!':
    case '?':
      return 6;
    case ',':
    case ';':
    case ':':
      return 7;
    case '"':
    case '\'':
    case '`':
      return 8;
    case '(':
    case '[':
    case '{':
    case '<':
      return 9;
    case ')':
    case ']':
    case '}':
    case '>':
      return 10;
    case '_':
      return 11;
    case 0:
      return 12;
    default:
      return byte >= 128 ? 13 : byte < 32 ? 14 : 15;
  }
}

constexpr bool LooksBinary(std::uint8_t byte) {
  return byte < 9 || (byte > 13 && byte < 32) || byte == 127 || byte >= 0xF8;
}

}  // namespace

void LaneHistory::Append(std::uint8_t byte) {
  last8 = last8 << 8 | byte;
  ++position;

  const bool letter = IsUpper(byte) || IsLower(byte) || byte >= 128;
  if (letter || (IsDigit(byte) && word != 0)) {
    if (word == 0) sentence += sentence < 15 ? 1 : 0;
    word = HashByte(word, IsUpper(byte) ? byte + 32U : byte);
    ++word_length;
  } else {
    if (word != 0) {
      for (std::size_t i = past_words.size() - 1; i > 0; --i) past_words[i] = past_words[i - 1];
      past_words[0] = word;
      word = 0;
      word_length = 0;
      gap = 0;
    }
    gap = HashByte(gap, byte);
    if (byte == '.' || byte == '!' || byte == '?') sentence = 0;
  }

  if (byte == '\n' || (byte == 0 && is_text())) {
    previous_start = line_start;
    line_start = position;
    first_bytes = 0;
    indentation = 0;
  } else if (first_bytes == 0) {
    if (byte == ' ' || byte == '\t') {
      ++indentation;
    } else {
      first_bytes = byte | (indentation < 255 ? indentation : 255) << 8;
    }
  }
  if (byte == '(' || byte == '[' || byte == '{' || byte == '<' || byte == '"') {
    quote = quote == byte && byte == '"' ? 0 : byte;
  } else if (byte == ')' || byte == ']' || byte == '}' || byte == '>' || byte == '\n') {
    quote = 0;
  }

  shape = shape << 4 | ClassOf(byte);
  text_score += LooksBinary(byte) ? -40 : 2;
  if (text_score > kTextScoreLimit) text_score = kTextScoreLimit;
  if (text_score < -kTextScoreLimit) text_score = -kTextScoreLimit;
  record.Append(byte, position);
  x86.Append(byte);
}

void LaneHistory::Tell(const std::optional<RecordsParameters>& records) {
  told = records ? ToldRecords{records->stride, records->step, position - records->phase} : ToldRecords{};
}

}  // namespace llmzip::cm
