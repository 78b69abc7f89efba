// Which bytes of x86 code become what, and how long instructions are.
#include "filters/branches/x86_branches.h"

#include <gtest/gtest.h>

#include <string>

#include "content/code_parameters.h"
#include "filters/branches/x86_instruction.h"
#include "filters/registry.h"
#include "support/content_samples.h"

namespace llmzip {
namespace {

struct Case {
  Bytes code;
  unsigned length;
  unsigned displacement;
};

X86Instruction Decoded(Bytes code, bool is_64_bit) {
  code.resize(X86Instruction::kMostRead, 0x90);
  return X86Instruction::Decode(code.data(), is_64_bit);
}

TEST(X86Instruction, LengthsIn64BitCode) {
  const Case cases[] = {
      {{0x90}, 1, 0},                                                // nop
      {{0x55}, 1, 0},                                                // push rbp
      {{0xE8, 1, 2, 3, 4}, 5, 1},                                    // call
      {{0x0F, 0x84, 1, 2, 3, 4}, 6, 2},                              // je
      {{0x48, 0x8B, 0x05, 1, 2, 3, 4}, 7, 3},                        // mov rax, [rip + ...]
      {{0x48, 0xC7, 0x05, 1, 2, 3, 4, 5, 6, 7, 8}, 11, 3},           // mov qword [rip + ...], imm32
      {{0x66, 0xC7, 0x05, 1, 2, 3, 4, 5, 6}, 9, 3},                  // mov word [rip + ...], imm16
      {{0x80, 0x3D, 1, 2, 3, 4, 0}, 7, 2},                           // cmp byte [rip + ...], 0
      {{0xF6, 0x05, 1, 2, 3, 4, 1}, 7, 2},                           // test byte [rip + ...], 1
      {{0xF7, 0x15, 1, 2, 3, 4}, 6, 2},                              // not dword [rip + ...]
      {{0xFF, 0x15, 1, 2, 3, 4}, 6, 2},                              // call [rip + ...]
      {{0x48, 0x8B, 0x44, 0x24, 8}, 5, 0},                           // mov rax, [rsp + 8]
      {{0x48, 0x8B, 0x84, 0x24, 1, 2, 3, 4}, 8, 0},                  // mov rax, [rsp + disp32]
      {{0x8B, 0x04, 0xC5, 1, 2, 3, 4}, 7, 0},                        // mov eax, [rax * 8 + disp32]
      {{0x48, 0xB8, 1, 2, 3, 4, 5, 6, 7, 8}, 10, 0},                 // mov rax, imm64
      {{0xC5, 0xFB, 0x10, 0x05, 1, 2, 3, 4}, 8, 4},                  // vmovsd xmm0, [rip + ...]
      {{0xC4, 0xE3, 0x7D, 0x0F, 0x05, 1, 2, 3, 4, 8}, 10, 5},        // vpalignr with an immediate
      {{0x62, 0xF1, 0x7C, 0x48, 0x10, 0x05, 1, 2, 3, 4}, 10, 6},     // vmovups zmm0, [rip + ...]
      {{0x66, 0x0F, 0x3A, 0x0F, 0xC1, 8}, 6, 0},                     // palignr
      {{0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84, 0, 1, 2, 3, 4}, 11, 0},  // a long nop
      {{0xC8, 1, 2, 3}, 4, 0},                                       // enter
      {{0xC3}, 1, 0},                                                // ret
  };
  for (const Case& c : cases) {
    const X86Instruction instruction = Decoded(c.code, true);
    EXPECT_EQ(instruction.length, c.length) << int{c.code[0]} << " " << c.code.size();
    EXPECT_EQ(instruction.displacement, c.displacement) << int{c.code[0]} << " " << c.code.size();
  }
}

TEST(X86Instruction, LengthsIn32BitCode) {
  const Case cases[] = {
      {{0x48}, 1, 0},                    // dec eax, where 64-bit code has a prefix
      {{0x8B, 0x05, 1, 2, 3, 4}, 6, 0},  // mov eax, [absolute]
      {{0xE9, 1, 2, 3, 4}, 5, 1},        // jmp
      {{0xC5, 0x06}, 2, 0},              // lds
      {{0x9A, 1, 2, 3, 4, 5, 6}, 7, 0},  // far call
  };
  for (const Case& c : cases) {
    const X86Instruction instruction = Decoded(c.code, false);
    EXPECT_EQ(instruction.length, c.length) << int{c.code[0]};
    EXPECT_EQ(instruction.displacement, c.displacement) << int{c.code[0]};
  }
}

TEST(X86Instruction, AnyBytesHaveALengthWithinBounds) {
  Bytes code(X86Instruction::kMostRead, 0x66);
  for (unsigned a = 0; a < 256; ++a) {
    for (unsigned b = 0; b < 256; ++b) {
      for (const std::size_t at : {0U, 4U, 5U, 7U}) {
        Bytes bytes = code;
        bytes[at] = static_cast<std::uint8_t>(a);
        bytes[at + 1] = static_cast<std::uint8_t>(b);
        for (const bool is_64_bit : {false, true}) {
          const X86Instruction instruction = X86Instruction::Decode(bytes.data(), is_64_bit);
          ASSERT_GE(instruction.length, 1U);
          ASSERT_LE(instruction.length, X86Instruction::kMostRead);
          if (instruction.displacement != 0) {
            ASSERT_LE(instruction.displacement + 4, instruction.length);
          }
        }
      }
    }
  }
}

// `code` between instructions of one byte, in 64-bit code at `address`.
Bytes Filtered64(const Bytes& code, std::uint32_t address) {
  Bytes raw = code;
  raw.insert(raw.end(), 40, 0x90);
  raw.insert(raw.end(), 40, 0x48);
  const Bytes parameters = CodeParameters{address}.Serialised();
  const auto filtered =
      ApplyFilter(*FindFilter("x86-branches"), {static_cast<std::uint8_t>(Kind::kX86), raw.size(), parameters}, raw);
  if (!filtered.has_value()) return code;
  EXPECT_EQ(filtered->parameters, Bytes{2});
  return Bytes(filtered->bytes.begin(), filtered->bytes.begin() + static_cast<std::ptrdiff_t>(code.size()));
}

TEST(X86Branches, DistancesBecomeAddressesHighestByteFirst) {
  EXPECT_EQ(Filtered64({0xE8, 0x10, 0, 0, 0}, 0x1000), (Bytes{0xE8, 0x00, 0x00, 0x10, 0x15}));
  EXPECT_EQ(Filtered64({0xE9, 0xF0, 0xFF, 0xFF, 0xFF}, 0), (Bytes{0xE9, 0xFF, 0xFF, 0xFF, 0xF5}));
  EXPECT_EQ(Filtered64({0x90, 0x48, 0x8D, 0x3D, 1, 0, 0, 0}, 0x100), (Bytes{0x90, 0x48, 0x8D, 0x3D, 0, 0, 1, 9}));
}

TEST(X86Branches, FarDistancesAreTurnedRoundOnly) {
  EXPECT_EQ(Filtered64({0xE8, 1, 2, 3, 0x08}, 0x1000), (Bytes{0xE8, 0x08, 3, 2, 1}));
  EXPECT_EQ(Filtered64({0xE8, 1, 2, 3, 0x77}, 0x1000), (Bytes{0xE8, 0x77, 3, 2, 1}));
}

TEST(X86Branches, NearDistancesStayNearAtTheEndsOfTheRange) {
  EXPECT_EQ(Filtered64({0xE8, 0xFF, 0xFF, 0xFF, 0x07}, 0), (Bytes{0xE8, 0xF8, 0x00, 0x00, 0x04}));
}

TEST(X86Branches, LeavesDistancesThatAreYetToBeFilledIn) {
  Bytes raw = testing::X86Code(3000);
  for (std::size_t i = 0; i + 5 < raw.size(); ++i) {
    if (raw[i] == 0xE8) std::fill_n(raw.begin() + static_cast<std::ptrdiff_t>(i) + 1, 4, std::uint8_t{0});
  }
  const Bytes parameters = CodeParameters{0}.Serialised();
  Bytes filtered;
  Bytes written;
  EXPECT_FALSE(
      x86_branches::Forward({static_cast<std::uint8_t>(Kind::kX86), raw.size(), parameters}, raw, &filtered, &written));
}

}  // namespace
}  // namespace llmzip
