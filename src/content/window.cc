#include "content/window.h"

#include <array>
#include <string_view>

namespace llmzip {
namespace {

using Counts = std::array<std::uint32_t, 256>;

Counts Count(ByteView window) {
  // Four tables, so that in a run of equal bytes an increment does not have to wait for the one before.
  std::array<Counts, 4> tables{};
  std::size_t i = 0;
  for (; i + 4 <= window.size(); i += 4) {
    for (std::size_t k = 0; k < 4; ++k) ++tables[k][window[i + k]];
  }
  for (; i < window.size(); ++i) ++tables[0][window[i]];
  for (std::size_t byte = 0; byte < 256; ++byte) {
    tables[0][byte] += tables[1][byte] + tables[2][byte] + tables[3][byte];
  }
  return tables[0];
}

std::uint32_t Sum(const Counts& counts, unsigned from, unsigned to) {
  std::uint32_t sum = 0;
  for (unsigned byte = from; byte <= to; ++byte) sum += counts[byte];
  return sum;
}

// True for text in ASCII, UTF-8 or an eight-bit alphabet.
bool IsText(const Counts& counts, std::size_t size) {
  const std::uint32_t spaces = counts['\t'] + counts['\n'] + counts['\r'] + counts['\f'];
  const std::uint32_t controls = Sum(counts, 0, 31) - spaces + counts[127];
  if (controls * 256 > size) return false;
  const std::uint32_t high = Sum(counts, 128, 255);
  if (high * 8 <= size) return true;
  const std::uint32_t following = Sum(counts, 0x80, 0xBF);
  const std::uint32_t leading = Sum(counts, 0xC2, 0xF4);
  const std::uint32_t never = high - following - leading;
  return never * 256 <= size && following + 8 >= leading && following <= 3 * leading + 8;
}

// For text: true if the amount of punctuation suggests source code or markup.
bool IsCode(const Counts& counts, std::size_t size) {
  std::uint32_t marks = 0;
  for (const char mark : std::string_view("{}()[]<>;=/_#&|$\"*+@\\")) marks += counts[static_cast<std::uint8_t>(mark)];
  return marks * 100 > size * 9;
}

// Calls and jumps. Where there is no code, few of the bytes that look like one have a short distance.
struct Branches {
  std::uint32_t all = 0;   // bytes that would be CALL or JMP
  std::uint32_t near = 0;  // of these, with 00 or FF as the highest byte of the distance
};

Branches CountBranches(ByteView window) {
  Branches branches;
  for (std::size_t i = 0; i + 5 <= window.size(); ++i) {
    const unsigned is_branch = (window[i] & 0xFE) == 0xE8 ? 1 : 0;
    const unsigned is_near = static_cast<std::uint8_t>(window[i + 4] + 1) < 2 ? 1 : 0;
    branches.all += is_branch;
    branches.near += is_branch & is_near;
  }
  return branches;
}

bool IsX86(const Counts& counts, ByteView window) {
  // Opcodes of MOV and LEA; then in 64-bit code REX.W prefixes, in 32-bit code bytes that address the stack (SIB of
  // ESP, ModRM of EBP) or push EBP.
  const std::size_t size = window.size();
  const std::uint32_t moves = counts[0x8B] + counts[0x89] + counts[0x8D];
  if (moves * 50 < size || counts[0] * 2 > size) return false;
  const bool is_64_bit = counts[0x48] * 50 > size;
  const bool is_32_bit = moves * 25 > size && (counts[0x24] + counts[0x45] + counts[0x55]) * 50 > size;
  if (!is_64_bit && !is_32_bit) return false;
  const Branches branches = CountBranches(window);
  return branches.near * 400 > size && branches.near * 2 > branches.all;
}

}  // namespace

Kind LooksLike(ByteView window) {
  constexpr std::size_t kTooFew = 64;
  if (window.size() < kTooFew) return Kind::kData;
  const Counts counts = Count(window);
  if (IsText(counts, window.size())) return IsCode(counts, window.size()) ? Kind::kCode : Kind::kText;
  if (IsX86(counts, window)) return Kind::kX86;
  return Kind::kData;
}

}  // namespace llmzip
