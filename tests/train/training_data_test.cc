#include "train/training_data.h"

#include <gtest/gtest.h>

#include "model/network_config.h"

namespace llmzip::train {
namespace {

TrainRequest Request(std::size_t size) {
  TrainRequest request;
  request.lanes = 3;
  request.segment = 32;
  for (int f = 0; f < 2; ++f) {
    TrainingFile file{"file", f == 0 ? 3.0 : 1.0, Bytes(size)};
    for (std::size_t n = 0; n < size; ++n) file.bytes[n] = static_cast<std::uint8_t>((f << 7) | (n * 7 % 128));
    request.files.push_back(std::move(file));
  }
  return request;
}

TEST(TrainingData, InputsAreTheBytesBeforeTheTargets) {
  const TrainRequest request = Request(5000);
  auto data = TrainingData::Make(request, {});
  ASSERT_TRUE(data.ok());
  std::vector<int> last(3, -1);
  int first_file = 0;
  int fresh = 0;
  for (int step = 0; step < 400; ++step) {
    const Segments segments = data->Next();
    EXPECT_EQ(segments.any_fresh, segments.fresh.any().item<bool>());
    for (std::int64_t lane = 0; lane < 3; ++lane) {
      const auto begin = segments.inputs[lane][0].item<std::int64_t>();
      const bool is_fresh = segments.fresh[lane].item<bool>();
      fresh += is_fresh;
      EXPECT_EQ(begin, is_fresh ? std::int64_t{kBeginSymbol} : last[static_cast<std::size_t>(lane)]);
      for (std::int64_t n = 0; n < 32; ++n) {
        const int target = segments.targets[lane * 32 + n].item<int>();
        if (n > 0) {
          EXPECT_EQ(segments.inputs[lane][n].item<int>(), last[static_cast<std::size_t>(lane)]);
        }
        last[static_cast<std::size_t>(lane)] = target;
      }
      first_file += last[static_cast<std::size_t>(lane)] < 128;
    }
  }
  EXPECT_NEAR(first_file / 1200.0, 0.75, 0.12);  // by weight
  EXPECT_GT(fresh, 30);
  EXPECT_LT(fresh, 600);
}

TEST(TrainingData, GoesOnFromItsState) {
  const TrainRequest request = Request(5000);
  auto data = TrainingData::Make(request, {});
  auto other = TrainingData::Make(request, {});
  ASSERT_TRUE(data.ok() && other.ok());
  for (int n = 0; n < 9; ++n) data->Next();
  ASSERT_TRUE(other->Restore(data->State()));
  for (int n = 0; n < 20; ++n) EXPECT_TRUE(torch::equal(data->Next().inputs, other->Next().inputs));
}

TEST(TrainingData, RefusesAStateThatIsNotItsOwn) {
  const TrainRequest request = Request(5000);
  auto data = TrainingData::Make(request, {});
  ASSERT_TRUE(data.ok());
  data->Next();
  const auto good = data->State();
  for (std::size_t n = 1; n < 4; ++n) {
    auto bad = good;
    bad[n] = 1 << 20;
    EXPECT_FALSE(data->Restore(bad)) << n;
  }
  EXPECT_FALSE(data->Restore({}));
  EXPECT_TRUE(data->Restore(good));
}

TEST(TrainingData, RefusesTooLittle) {
  EXPECT_EQ(TrainingData::Make(Request(40), {}).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(TrainingData::Make(TrainRequest(), {}).status().code(), StatusCode::kInvalidArgument);
}

TEST(TrainingData, HoldsOutTheEnd) {
  const TrainRequest request = Request(6400);
  auto data = TrainingData::Make(request, {});
  ASSERT_TRUE(data.ok());
  ASSERT_EQ(data->HeldOut().size(), 2U);
  EXPECT_EQ(data->HeldOut()[0].size(), 100U);
  EXPECT_EQ(data->HeldOut()[0].data(), request.files[0].bytes.data() + 6300);
}

TEST(TrainingData, PatchesBeginWherePatchesBegin) {
  NetworkConfig config{Architecture::kPatch, 16, 1, 16, "F", 16, 96, 0};
  TrainRequest request = Request(96 * 9 + 50);
  request.files.resize(1);
  Bytes& bytes = request.files[0].bytes;
  for (std::size_t n = 0; n < bytes.size(); ++n) bytes[n] = static_cast<std::uint8_t>(n / 96 << 4 | n % 96 / 32);
  auto data = TrainingData::Make(request, config);
  ASSERT_TRUE(data.ok());
  for (int step = 0; step < 60; ++step) {
    const Segments segments = data->Next();
    for (std::int64_t lane = 0; lane < 3; ++lane) {
      EXPECT_EQ(segments.fresh[lane].item<bool>(), step % 3 == 0);
      EXPECT_EQ(segments.targets[lane * 32].item<int>() & 15, step % 3);
      EXPECT_EQ(segments.targets[lane * 32 + 31].item<int>() & 15, step % 3);
    }
  }
  EXPECT_EQ(data->HeldOut()[0][0] & 15, 0);
  EXPECT_FALSE(TrainingData::Make(Request(90), config).ok());
}

}  // namespace
}  // namespace llmzip::train
