#include "filters/branches/arm64_branches.h"

#include <algorithm>

#include "base/little_endian.h"
#include "content/code_parameters.h"

namespace llmzip::arm64_branches {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint32_t kNear = std::uint32_t{1} << 17;  // pages

// `sign` is 1 to add the address, or -1 (modulo 2^32) to subtract it.
std::uint32_t Moved(std::uint32_t instruction, std::uint32_t pc, std::uint32_t sign) {
  if (instruction >> 26 == 0x25) {  // BL
    return (instruction & 0xFC000000) | ((instruction + sign * (pc >> 2)) & 0x03FFFFFF);
  }
  if ((instruction & 0x9F000000) == 0x90000000) {  // ADRP
    const std::uint32_t pages = (instruction >> 29 & 3) | (instruction >> 3 & 0x1FFFFC);
    if (((pages + kNear) & 0x1FFFFF) >= 2 * kNear) return instruction;
    const std::uint32_t moved = ((pages + sign * (pc >> 12) + kNear) & (2 * kNear - 1)) - kNear;  // sign-extended
    return (instruction & 0x9F00001F) | (moved & 3) << 29 | (moved >> 2 & 0x7FFFF) << 5;
  }
  return instruction;
}

// Returns how many instructions changed.
std::size_t Move(std::uint32_t address, std::uint32_t sign, std::span<std::uint8_t> bytes) {
  std::size_t changed = 0;
  for (std::size_t i = -address & 3; i + 4 <= bytes.size(); i += 4) {
    const auto instruction = LoadLittleEndian<std::uint32_t>(&bytes[i]);
    const std::uint32_t moved = Moved(instruction, address + static_cast<std::uint32_t>(i), sign);
    if (moved == instruction) continue;
    StoreLittleEndian(moved, &bytes[i]);
    ++changed;
  }
  return changed;
}

}  // namespace

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters) {
  const auto code = CodeParameters::Parse(segment.parameters);
  if (!code.ok()) return false;
  Bytes moved(raw.begin(), raw.end());
  if (Move(code->address, 1, moved) == 0) return false;
  *filtered = std::move(moved);
  *parameters = {kVersion};
  return true;
}

Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw) {
  if (parameters.size() != 1 || parameters[0] != kVersion) return Status::Corrupt("arm64-branches: unknown parameters");
  LLMZIP_ASSIGN_OR_RETURN(const auto code, CodeParameters::Parse(segment.parameters));
  std::ranges::copy(filtered, raw.begin());
  (void)Move(code.address, ~std::uint32_t{0}, raw);
  return {};
}

}  // namespace llmzip::arm64_branches
