// The kernels a machine has: the plain one always, the fastest by default; and what a
// family of kernels gives for each.
#include "llmzip/kernel.h"

#include <gtest/gtest.h>

#include <set>

#include "simd/kernels_for.h"

namespace llmzip {
namespace {

constexpr Kernel kAll[] = {Kernel::kScalar, Kernel::kAvx2, Kernel::kAvx512, Kernel::kNeon, Kernel::kNeonDot};

TEST(Kernel, ScalarIsAlwaysThereAndFirst) {
  ASSERT_FALSE(AvailableKernels().empty());
  EXPECT_EQ(AvailableKernels().front(), Kernel::kScalar);
}

TEST(Kernel, TheLastIsTheBest) { EXPECT_EQ(BestKernel(), AvailableKernels().back()); }

TEST(Kernel, NamesAreDifferent) {
  std::set<std::string_view> names;
  for (const Kernel kernel : kAll) EXPECT_TRUE(names.insert(KernelName(kernel)).second);
  EXPECT_EQ(names.count("unknown"), 0U);
}

struct Whole {
  Kernel kernel;
  static const Whole kScalar, kAvx2, kAvx512, kNeon, kNeonDot;
};
constinit const Whole Whole::kScalar = {Kernel::kScalar};
constinit const Whole Whole::kAvx2 = {Kernel::kAvx2};
constinit const Whole Whole::kAvx512 = {Kernel::kAvx512};
constinit const Whole Whole::kNeon = {Kernel::kNeon};
constinit const Whole Whole::kNeonDot = {Kernel::kNeonDot};

struct WithoutArm {
  Kernel kernel;
  static const WithoutArm kScalar, kAvx2, kAvx512;
};
constinit const WithoutArm WithoutArm::kScalar = {Kernel::kScalar};
constinit const WithoutArm WithoutArm::kAvx2 = {Kernel::kAvx2};
constinit const WithoutArm WithoutArm::kAvx512 = {Kernel::kAvx512};

TEST(KernelsFor, GivesWhatIsWrittenForTheKernelOrTheDefinition) {
  for (const Kernel kernel : AvailableKernels()) {
    EXPECT_EQ(KernelsFor<Whole>(kernel).kernel, kernel);
    const bool arm = kernel == Kernel::kNeon || kernel == Kernel::kNeonDot;
    EXPECT_EQ(KernelsFor<WithoutArm>(kernel).kernel, arm ? Kernel::kScalar : kernel);
  }
}

}  // namespace
}  // namespace llmzip
