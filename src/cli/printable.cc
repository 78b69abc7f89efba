#include "cli/printable.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace llmzip::cli {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// A character at the beginning of `text`, and its bytes: 0 where there is none.
struct Character {
  std::uint32_t code = 0;
  std::size_t size = 0;
};

Character FirstOf(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};  // by size: no detours
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC0 || lead >= 0xF8 || text.size() < size) return {};
  std::uint32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (!IsContinuation(text[i])) return {};
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[size] || code > 0x10FFFF || surrogate) return {};
  return {code, size};
}

bool IsHarmful(std::uint32_t code) {
  const auto within = [code](std::uint32_t first, std::uint32_t last) { return code >= first && code <= last; };
  return code < 0x20 || within(0x7F, 0x9F) || code == 0x061C || within(0x200E, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2066, 0x2069);
}

void AppendSpelt(std::string* out, std::uint32_t code, bool is_byte) {
  *out += is_byte ? "\\x" : "\\u";
  for (int shift = is_byte ? 4 : 12; shift >= 0; shift -= 4) *out += kDigits[code >> shift & 15];
}

std::string Masked(std::string_view text, bool keep_line_breaks) {
  std::string printable;
  while (!text.empty()) {
    const Character character = FirstOf(text);
    const std::size_t size = std::max<std::size_t>(character.size, 1);
    if (character.size == 0) {
      AppendSpelt(&printable, static_cast<unsigned char>(text.front()), /*is_byte=*/true);
    } else if (character.code == '\n') {
      printable += keep_line_breaks ? "\n" : "\\n";
    } else if (IsHarmful(character.code)) {
      AppendSpelt(&printable, character.code, /*is_byte=*/character.code < 0x80);
    } else {
      printable += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return printable;
}

}  // namespace

std::string Printable(std::string_view text) { return Masked(text, /*keep_line_breaks=*/false); }

std::string PrintableLines(std::string_view text) { return Masked(text, /*keep_line_breaks=*/true); }

std::size_t Columns(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !IsContinuation(c); }));
}

std::string_view LastColumns(std::string_view text, std::size_t most) {
  for (std::size_t columns = Columns(text); columns > most; --columns) {
    text.remove_prefix(std::max<std::size_t>(FirstOf(text).size, 1));
  }
  return text;
}

}  // namespace llmzip::cli
