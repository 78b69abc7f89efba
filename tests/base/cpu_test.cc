// The kernels a machine has: the plain one always, the fastest by default, a forced one when tests ask.
#include "base/cpu.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace llmzip {
namespace {

TEST(Cpu, ScalarIsAlwaysThereAndFirst) {
  ASSERT_FALSE(AvailableKernels().empty());
  EXPECT_EQ(AvailableKernels().front(), Kernel::kScalar);
}

TEST(Cpu, TheLastIsActiveUntilAnotherIsForced) {
  EXPECT_EQ(ActiveKernel(), AvailableKernels().back());
  for (const Kernel kernel : AvailableKernels()) {
    ForceKernel(kernel);
    EXPECT_EQ(ActiveKernel(), kernel);
  }
}

TEST(Cpu, NamesAreDifferent) {
  std::set<std::string_view> names;
  for (const Kernel kernel : {Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512, Kernel::kNeon}) {
    EXPECT_TRUE(names.insert(KernelName(kernel)).second);
  }
  EXPECT_EQ(names.count("unknown"), 0U);
}

}  // namespace
}  // namespace llmzip
