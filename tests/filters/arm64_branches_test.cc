// Which instructions of AArch64 code become what.
#include "filters/branches/arm64_branches.h"

#include <gtest/gtest.h>

#include "base/little_endian.h"
#include "content/code_parameters.h"
#include "filters/registry.h"

namespace llmzip {
namespace {

// One word at `address`, filtered.
std::uint32_t Filtered32(std::uint32_t instruction, std::uint32_t address) {
  Bytes raw(4);
  StoreLittleEndian(instruction, raw.data());
  const Bytes parameters = CodeParameters{address}.Serialised();
  Bytes filtered = raw;
  Bytes written;
  (void)arm64_branches::Forward({static_cast<std::uint8_t>(Kind::kArm64), 4, parameters}, raw, &filtered, &written);
  return LoadLittleEndian<std::uint32_t>(filtered.data());
}

TEST(Arm64Branches, CallsBecomeAbsolute) {
  EXPECT_EQ(Filtered32(0x94000010, 0x1000), 0x94000410);
  EXPECT_EQ(Filtered32(0x97FFFFFF, 0x1000), 0x940003FF);  // one instruction back
  EXPECT_EQ(Filtered32(0x94000010, 0), 0x94000010);
}

TEST(Arm64Branches, PagesBecomeAbsolute) {
  EXPECT_EQ(Filtered32(0xB0000001, 0x3000), 0x90000021);  // page 1 + 3 = 4, x1
  EXPECT_EQ(Filtered32(0xF0FFFFE1, 0x3000), 0xD0000001);  // page -1 + 3 = 2
}

TEST(Arm64Branches, FarPagesAndOtherInstructionsStay) {
  EXPECT_EQ(Filtered32(0x90400001, 0x3000), 0x90400001);  // 2^20 pages and more
  for (const std::uint32_t other : {0x14000010U, 0xF9400000U, 0xD65F03C0U, 0U}) {
    EXPECT_EQ(Filtered32(other, 0x3000), other);
  }
}

TEST(Arm64Branches, InstructionsAreAtMultiplesOfFour) {
  const Bytes raw = {0xAA, 0xAA, 0x10, 0x00, 0x00, 0x94, 0x94};
  const Bytes parameters = CodeParameters{0x1002}.Serialised();
  const auto filtered = ApplyFilter(*FindFilter("arm64-branches"),
                                    {static_cast<std::uint8_t>(Kind::kArm64), raw.size(), parameters}, raw);
  ASSERT_TRUE(filtered.has_value());
  EXPECT_EQ(filtered->bytes, (Bytes{0xAA, 0xAA, 0x11, 0x04, 0x00, 0x94, 0x94}));
}

}  // namespace
}  // namespace llmzip
