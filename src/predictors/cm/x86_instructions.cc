#include "predictors/cm/x86_instructions.h"

#include "predictors/cm/hashing.h"

namespace llmzip::cm {
namespace {

constexpr bool IsPrefix(std::uint8_t byte) {
  return byte == 0x66 || byte == 0x67 || byte == 0xF0 || byte == 0xF2 || byte == 0xF3 || byte == 0x2E || byte == 0x36 ||
         byte == 0x3E || byte == 0x26 || byte == 0x64 || byte == 0x65;
}

constexpr bool HasModRm(unsigned map, std::uint8_t op) {
  if (map >= 2) return true;
  if (map == 1) {
    if (op >= 0x80 && op <= 0x8F) return false;  // Jcc
    if (op >= 0xC8 && op <= 0xCF) return false;  // BSWAP
    return op != 0x05 && op != 0x0B && op != 0x31 && op != 0xA2 && op != 0x77 && op != 0xA0 && op != 0xA1 &&
           op != 0xA8 && op != 0xA9;
  }
  if (op < 0x40) return (op & 7U) < 4;
  return (op >= 0x62 && op <= 0x63) || op == 0x69 || op == 0x6B || (op >= 0x80 && op <= 0x8F) || op == 0xC0 ||
         op == 0xC1 || op == 0xC6 || op == 0xC7 || (op >= 0xD0 && op <= 0xD3) || (op >= 0xD8 && op <= 0xDF) ||
         op == 0xF6 || op == 0xF7 || op == 0xFE || op == 0xFF;
}

// Bytes of immediate, operand size prefixes considered; F6/F7 (test) are settled at the ModRM byte.
constexpr unsigned ImmediateBytes(unsigned map, std::uint8_t op, bool wide, bool operand16) {
  const unsigned full = operand16 ? 2 : 4;
  if (map == 3) return 1;
  if (map == 2) return 0;
  if (map == 1) {
    if (op >= 0x80 && op <= 0x8F) return 4;
    return op == 0x70 || op == 0x71 || op == 0x72 || op == 0x73 || op == 0xA4 || op == 0xAC || op == 0xBA ||
                   op == 0xC2 || op == 0xC4 || op == 0xC5 || op == 0xC6
               ? 1
               : 0;
  }
  if (op < 0x40) return (op & 7U) == 4 ? 1 : (op & 7U) == 5 ? full : 0;
  if (op >= 0x70 && op <= 0x7F) return 1;
  if (op >= 0xB0 && op <= 0xB7) return 1;
  if (op >= 0xB8 && op <= 0xBF) return wide ? 8 : full;
  switch (op) {
    case 0x6A:
    case 0x6B:
    case 0x80:
    case 0x83:
    case 0xA8:
    case 0xC0:
    case 0xC1:
    case 0xC6:
    case 0xCD:
    case 0xE0:
    case 0xE1:
    case 0xE2:
    case 0xE3:
    case 0xEB:
      return 1;
    case 0xC2:
      return 2;
    case 0x68:
    case 0x69:
    case 0x81:
    case 0xA9:
    case 0xC7:
      return full;
    case 0xE8:
    case 0xE9:
      return 4;
    default:
      return 0;
  }
}

}  // namespace

void X86Instructions::EndInstruction() {
  for (unsigned i = 3; i > 0; --i) previous_[i] = previous_[i - 1];
  previous_[0] = current_;
  field_ = Field::kStart;
  wide_ = operand16_ = false;
  map_ = displacement_ = immediate_ = 0;
  opcode_ = mod_rm_ = current_ = 0;
}

void X86Instructions::AfterAddress() {
  if (displacement_ > 0) {
    field_ = Field::kDisplacement;
  } else if (immediate_ > 0) {
    field_ = Field::kImmediate;
  } else {
    EndInstruction();
  }
}

void X86Instructions::Opcode(std::uint8_t byte) {
  opcode_ = byte | std::uint32_t{map_} << 8;
  current_ = HashByte(current_, byte);
  immediate_ = static_cast<std::uint8_t>(ImmediateBytes(map_, byte, wide_, operand16_));
  if (HasModRm(map_, byte)) {
    field_ = Field::kModRm;
  } else {
    AfterAddress();
  }
}

void X86Instructions::ModRm(std::uint8_t byte) {
  mod_rm_ = byte + 256U;
  current_ = HashByte(current_, byte);
  const unsigned mode = byte >> 6;
  const unsigned operand = (byte >> 3) & 7U;
  const unsigned base = byte & 7U;
  if (map_ == 0 && operand < 2 && (opcode_ == 0xF6 || opcode_ == 0xF7)) {
    immediate_ = opcode_ == 0xF6 ? 1 : operand16_ ? 2 : 4;
  }
  displacement_ = mode == 1 ? 1 : mode == 2 || (mode == 0 && base == 5) ? 4 : 0;
  if (mode != 3 && base == 4) {
    field_ = Field::kSib;
  } else {
    AfterAddress();
  }
}

void X86Instructions::Append(std::uint8_t byte) {
  switch (field_) {
    case Field::kStart:
      if (IsPrefix(byte)) {
        operand16_ |= byte == 0x66;
        current_ = HashByte(current_, byte);
        return;
      }
      if ((byte & 0xF0U) == 0x40) {
        wide_ = (byte & 8U) != 0;
        current_ = HashByte(current_, byte);
        return;
      }
      if (byte == 0x0F) {
        map_ = 1;
        field_ = Field::kOpcode;
        current_ = HashByte(current_, byte);
        return;
      }
      Opcode(byte);
      return;
    case Field::kOpcode:
      if (map_ == 1 && (byte == 0x38 || byte == 0x3A)) {
        map_ = byte == 0x38 ? 2 : 3;
        return;
      }
      Opcode(byte);
      return;
    case Field::kModRm:
      ModRm(byte);
      return;
    case Field::kSib:
      if (displacement_ == 0 && mod_rm_ < 256 + 64 && (byte & 7U) == 5) displacement_ = 4;
      AfterAddress();
      return;
    case Field::kDisplacement:
      if (--displacement_ == 0) AfterAddress();
      return;
    case Field::kImmediate:
      if (--immediate_ == 0) EndInstruction();
      return;
  }
}

}  // namespace llmzip::cm
