// X86Instruction: the length of an x86 instruction and the position of its displacement, if the bytes are machine code.
//
// Bytes that are not code get some length of 1 ... 23 as well, so decoding never fails and always advances. The result
// does not depend on the bytes of the displacement: these may be changed in place, and decoding gives the same again.
// The tables are part of the format: x86_branches.spec.md. Thread safety: pure functions.
#ifndef LLMZIP_FILTERS_BRANCHES_X86_INSTRUCTION_H_
#define LLMZIP_FILTERS_BRANCHES_X86_INSTRUCTION_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace llmzip {

struct X86Instruction {
  unsigned length = 1;        ///< of the whole instruction, in bytes
  unsigned displacement = 0;  ///< position of the 32-bit distance, which counts from the instruction's end; 0: none

  /// Decode reads at most so many bytes from the beginning of the instruction.
  static constexpr std::size_t kMostRead = 24;

  /// The instruction at `code`, of which kMostRead bytes can be read.
  static X86Instruction Decode(const std::uint8_t* code, bool is_64_bit);
};

namespace x86_internal {

// What follows an opcode: the number of bytes of an immediate, or one of these codes; and whether a ModRM byte comes
// first.
enum : std::uint8_t { kFull = 8, kWideFull = 9, kTest = 10, kDistance = 11, kImmediateMask = 15, kModRm = 16 };

constexpr std::array<std::uint8_t, 256> OneByteOpcodes() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned op = 0; op < 0x40; ++op) {
    table[op] = (op & 7U) < 4 ? kModRm : (op & 7U) == 4 ? 1 : (op & 7U) == 5 ? kFull : 0;
  }
  for (const unsigned op : {0x62U, 0x63U, 0xC4U, 0xC5U, 0xFEU, 0xFFU}) table[op] = kModRm;
  table[0x68] = table[0xA9] = kFull;
  table[0x69] = table[0x81] = table[0xC7] = kModRm | kFull;
  table[0x6B] = table[0x80] = table[0x82] = table[0x83] = table[0xC0] = table[0xC1] = table[0xC6] = kModRm | 1;
  for (unsigned op = 0x70; op < 0x80; ++op) table[op] = 1;
  for (unsigned op = 0x84; op < 0x90; ++op) table[op] = kModRm;
  for (unsigned op = 0xA0; op < 0xA4; ++op) table[op] = 4;
  for (unsigned op = 0xB0; op < 0xB8; ++op) table[op] = 1;
  for (unsigned op = 0xB8; op < 0xC0; ++op) table[op] = kWideFull;
  for (unsigned op = 0xD0; op < 0xD4; ++op) table[op] = kModRm;
  for (unsigned op = 0xD8; op < 0xE0; ++op) table[op] = kModRm;
  for (const unsigned op : {0x6AU, 0xA8U, 0xCDU, 0xD4U, 0xD5U, 0xEBU}) table[op] = 1;
  for (unsigned op = 0xE0; op < 0xE8; ++op) table[op] = 1;
  table[0xC2] = table[0xCA] = 2;
  table[0xC8] = 3;
  table[0x9A] = table[0xEA] = 6;
  table[0xE8] = table[0xE9] = kDistance;
  table[0xF6] = table[0xF7] = kModRm | kTest;
  return table;
}

constexpr std::array<std::uint8_t, 256> TwoByteOpcodes() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned op = 0; op < 256; ++op) table[op] = kModRm;
  for (unsigned op = 0x80; op < 0x90; ++op) table[op] = kDistance;
  for (unsigned op = 0xC8; op < 0xD0; ++op) table[op] = 0;
  for (const unsigned op : {0x05U, 0x06U, 0x07U, 0x08U, 0x09U, 0x0BU, 0x30U, 0x31U, 0x32U, 0x33U, 0x34U, 0x35U, 0x77U,
                            0xA0U, 0xA1U, 0xA2U, 0xA8U, 0xA9U}) {
    table[op] = 0;
  }
  for (const unsigned op : {0x70U, 0x71U, 0x72U, 0x73U, 0xA4U, 0xACU, 0xBAU, 0xC2U, 0xC4U, 0xC5U, 0xC6U}) {
    table[op] = kModRm | 1;
  }
  return table;
}

// One table for each of the maps: one-byte opcodes and 0F. (0F 38 and 0F 3A need none.)
inline constexpr std::array<std::uint8_t, 256> kOneByte = OneByteOpcodes();
inline constexpr std::array<std::uint8_t, 256> kTwoByte = TwoByteOpcodes();

constexpr std::array<bool, 256> Prefixes() {
  std::array<bool, 256> table{};
  for (const unsigned byte : {0x26U, 0x2EU, 0x36U, 0x3EU, 0x64U, 0x65U, 0x66U, 0x67U, 0xF0U, 0xF2U, 0xF3U}) {
    table[byte] = true;
  }
  return table;
}
inline constexpr std::array<bool, 256> kPrefix = Prefixes();

}  // namespace x86_internal

inline X86Instruction X86Instruction::Decode(const std::uint8_t* code, bool is_64_bit) {
  using namespace x86_internal;  // NOLINT(google-build-using-namespace): constants of this file
  unsigned at = 0;
  bool operand_16 = false;
  while (at < 4 && kPrefix[code[at]]) operand_16 |= code[at++] == 0x66;
  bool wide = false;
  if (is_64_bit && (code[at] & 0xF0) == 0x40) wide = (code[at++] & 8) != 0;
  std::uint8_t opcode = code[at++];
  unsigned map = 0;
  bool vector = false;
  if (opcode == 0x0F) {
    map = 1;
    opcode = code[at++];
    if (opcode == 0x38 || opcode == 0x3A) {
      map = opcode == 0x38 ? 2 : 3;
      opcode = code[at++];
    }
  } else if ((opcode == 0xC5 || opcode == 0xC4) && (is_64_bit || code[at] >= 0xC0)) {  // VEX
    map = opcode == 0xC5 ? 1 : code[at] & 3U;
    at += opcode == 0xC5 ? 1 : 2;
    opcode = code[at++];
    vector = true;
  } else if (opcode == 0x62 && is_64_bit) {  // EVEX
    map = code[at] & 3U;
    at += 3;
    opcode = code[at++];
    vector = true;
  }
  if (vector && map == 0) map = 1;
  std::uint8_t what = map == 0 ? kOneByte[opcode] : map == 1 ? kTwoByte[opcode] : map == 2 ? kModRm : kModRm | 1;
  if (what == kDistance) {
    if (vector) return {at, 0};
    return {at + 4, at};
  }
  unsigned immediate = what & kImmediateMask;
  if (immediate == kFull) immediate = operand_16 ? 2 : 4;
  if (immediate == kWideFull) immediate = wide ? 8 : operand_16 ? 2 : 4;
  if ((what & kModRm) == 0) return {at + immediate, 0};

  const std::uint8_t mod_rm = code[at++];
  const unsigned mode = mod_rm >> 6;
  const unsigned base = mod_rm & 7U;
  if (immediate == kTest) immediate = (mod_rm & 0x30) != 0 ? 0 : opcode == 0xF6 ? 1 : operand_16 ? 2 : 4;
  if (mode == 0 && base == 5) {
    return {at + 4 + immediate, is_64_bit ? at : 0};  // relative to the instruction pointer, or absolute
  }
  unsigned displacement = mode == 1 ? 1 : mode == 2 ? 4 : 0;
  if (mode != 3 && base == 4 && (code[at++] & 7) == 5 && mode == 0) displacement = 4;
  return {at + displacement + immediate, 0};
}

}  // namespace llmzip

#endif  // LLMZIP_FILTERS_BRANCHES_X86_INSTRUCTION_H_
