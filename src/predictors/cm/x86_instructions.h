// X86Instructions: the position of the next byte within an x86-64 instruction, if the bytes so far are machine code.
//
// A small state machine over prefixes, opcode, ModRM, SIB, displacement and immediate. It never fails: bytes
// that are no code give meaningless but harmless contexts. Lengths are right for the instructions compilers
// write, which is all that is needed. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_X86_INSTRUCTIONS_H_
#define LLMZIP_PREDICTORS_CM_X86_INSTRUCTIONS_H_

#include <cstdint>

namespace llmzip::cm {

class X86Instructions {
 public:
  enum class Field : std::uint8_t { kStart, kOpcode, kModRm, kSib, kDisplacement, kImmediate };

  void Append(std::uint8_t byte);

  /// What the next byte is, with how many bytes of that field are left.
  [[nodiscard]] std::uint32_t place() const { return static_cast<std::uint32_t>(field_) * 16 + remaining(); }
  /// Prefixes, opcode and ModRM of the instruction being read, hashed.
  [[nodiscard]] std::uint32_t current() const { return current_; }
  /// Opcode (with its map) and ModRM, as read so far.
  [[nodiscard]] std::uint32_t opcode() const { return opcode_; }
  [[nodiscard]] std::uint32_t mod_rm() const { return mod_rm_; }
  /// Hashes of the last instructions (opcode and ModRM), the latest first.
  [[nodiscard]] std::uint32_t previous(unsigned i) const { return previous_[i]; }

 private:
  [[nodiscard]] std::uint32_t remaining() const {
    return field_ == Field::kDisplacement ? displacement_ : field_ == Field::kImmediate ? immediate_ : 0;
  }
  void Opcode(std::uint8_t byte);
  void ModRm(std::uint8_t byte);
  void AfterAddress();
  void EndInstruction();

  Field field_ = Field::kStart;
  bool wide_ = false;       // REX.W
  bool operand16_ = false;  // 66 prefix
  std::uint8_t map_ = 0;    // 0 one byte, 1 0F, 2 0F 38, 3 0F 3A
  std::uint8_t displacement_ = 0;
  std::uint8_t immediate_ = 0;
  std::uint32_t opcode_ = 0;
  std::uint32_t mod_rm_ = 0;
  std::uint32_t current_ = 0;
  std::uint32_t previous_[4] = {};
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_X86_INSTRUCTIONS_H_
