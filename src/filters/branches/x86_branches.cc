#include "filters/branches/x86_branches.h"

#include <algorithm>

#include "base/little_endian.h"
#include "content/code_parameters.h"
#include "filters/branches/x86_instruction.h"

namespace llmzip::x86_branches {
namespace {

constexpr std::uint8_t k32Bit = 1;
constexpr std::uint8_t k64Bit = 2;
constexpr std::uint32_t kNear = std::uint32_t{1} << 27;

bool IsNear(std::uint32_t distance) { return distance + kNear < 2 * kNear; }
std::uint32_t Reduced(std::uint32_t value) { return ((value + kNear) & (2 * kNear - 1)) - kNear; }

struct Distances {
  std::size_t all = 0;
  std::size_t open = 0;  // 0 or -4, as in object files, where a linker has yet to fill them in
};

// Converts all distances, instruction by instruction, in place.
template <bool kForward>
Distances Move(std::uint32_t address, bool is_64_bit, std::span<std::uint8_t> bytes) {
  Distances distances;
  for (std::size_t i = 0; i + X86Instruction::kMostRead <= bytes.size();) {
    const auto instruction = X86Instruction::Decode(&bytes[i], is_64_bit);
    if (instruction.displacement != 0) {
      std::uint8_t* const place = &bytes[i + instruction.displacement];
      const auto end = address + static_cast<std::uint32_t>(i + instruction.length);
      const auto little = LoadLittleEndian<std::uint32_t>(place);
      const std::uint32_t value = kForward ? little : ReverseBytes(little);
      // A near distance stays near and a far one far, so both directions convert the same distances.
      const std::uint32_t moved = !IsNear(value) ? value : Reduced(kForward ? value + end : value - end);
      StoreLittleEndian(kForward ? ReverseBytes(moved) : moved, place);
      ++distances.all;
      distances.open += value == 0 || value == ~std::uint32_t{3} ? 1 : 0;
    }
    i += instruction.length;
  }
  return distances;
}

// A REX.W prefix is the most frequent byte of 64-bit code, and rare in 32-bit code.
bool Is64Bit(ByteView raw) {
  return static_cast<std::size_t>(std::ranges::count(raw, std::uint8_t{0x48})) * 64 > raw.size();
}

}  // namespace

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters) {
  const auto code = CodeParameters::Parse(segment.parameters);
  if (!code.ok()) return false;
  const bool is_64_bit = Is64Bit(raw);
  Bytes moved(raw.begin(), raw.end());
  const Distances distances = Move<true>(code->address, is_64_bit, moved);
  if (distances.all == 0 || distances.open * 4 > distances.all) return false;
  *filtered = std::move(moved);
  *parameters = {is_64_bit ? k64Bit : k32Bit};
  return true;
}

Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw) {
  if (parameters.size() != 1 || (parameters[0] != k32Bit && parameters[0] != k64Bit)) {
    return Status::Corrupt("x86-branches: unknown parameters");
  }
  LLMZIP_ASSIGN_OR_RETURN(const auto code, CodeParameters::Parse(segment.parameters));
  std::ranges::copy(filtered, raw.begin());
  (void)Move<false>(code.address, parameters[0] == k64Bit, raw);
  return {};
}

}  // namespace llmzip::x86_branches
