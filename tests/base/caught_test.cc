// What throws becomes a Status; without any memory, too.
#include "base/caught.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/failing_allocations.h"

namespace llmzip {
namespace {

template <typename Exception>
Status Thrown(const Exception& exception) {
  return Guarded([&]() -> Status { throw exception; });
}

TEST(Guarded, PassesOnWhatIsReturned) {
  EXPECT_TRUE(Guarded([] { return Status::Ok(); }).ok());
  EXPECT_EQ(Guarded([] { return Status::Corrupt("x"); }).code(), StatusCode::kCorrupt);
  EXPECT_EQ(*Guarded([]() -> StatusOr<int> { return 3; }), 3);
}

TEST(Guarded, MakesAStatusOfEveryException) {
  EXPECT_EQ(Thrown(std::bad_alloc()).code(), StatusCode::kLimitExceeded);
  EXPECT_EQ(Guarded([]() -> Status {
              std::vector<int> too_long;
              too_long.reserve(SIZE_MAX);
              return Status::Ok();
            }).code(),
            StatusCode::kLimitExceeded);
  const Status told = Thrown(std::runtime_error("the reason"));
  EXPECT_EQ(told.code(), StatusCode::kInternal);
  EXPECT_NE(told.message().find("the reason"), std::string::npos);
  EXPECT_EQ(Thrown(7).code(), StatusCode::kInternal);
}

TEST(Guarded, NeedsNoMemory) {
  StatusCode of_memory{};
  StatusCode of_another{};
  {
    const std::runtime_error thrown("a reason that is too long to lie within a string's own few bytes");
    const testing::FailingAllocations failing(0, testing::FailingAllocations::kAllFromThere);
    of_memory = Guarded([]() -> Status { throw std::bad_alloc(); }).code();
    of_another = Thrown(thrown).code();
  }
  EXPECT_EQ(of_memory, StatusCode::kLimitExceeded);
  EXPECT_EQ(of_another, StatusCode::kLimitExceeded);  // there was none for what it said
}

}  // namespace
}  // namespace llmzip
