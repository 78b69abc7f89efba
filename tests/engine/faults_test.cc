// Streams that fail: whichever call it is, the error comes out, nothing hangs, nothing is reported as done.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "engine/archives.h"
#include "io/memory_stream.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

constexpr char kFault[] = "injected fault";

// Counts calls over all streams of a run and fails call number `failing`, from 0.
struct Faults {
  std::size_t calls = 0;
  std::size_t failing = SIZE_MAX;

  Status Next() { return calls++ == failing ? Status::IoError(kFault) : Status::Ok(); }
};

class FaultySource final : public ByteSource {
 public:
  FaultySource(ByteView bytes, Faults* faults) : source_(bytes), faults_(faults) {}
  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override {
    LLMZIP_RETURN_IF_ERROR(faults_->Next());
    return source_.Read(buffer.first(std::min<std::size_t>(buffer.size(), 37)));
  }

 private:
  MemorySource source_;
  Faults* faults_;
};

class FaultyRandomAccessSource final : public RandomAccessSource {
 public:
  FaultyRandomAccessSource(ByteView bytes, Faults* faults) : source_(bytes), faults_(faults) {}
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }
  Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
    LLMZIP_RETURN_IF_ERROR(faults_->Next());
    return source_.ReadAt(offset, buffer);
  }

 private:
  MemoryRandomAccessSource source_;
  Faults* faults_;
};

class FaultySink final : public ByteSink {
 public:
  FaultySink(Bytes* bytes, Faults* faults) : sink_(bytes), faults_(faults) {}
  Status Write(std::span<const std::uint8_t> bytes) override {
    LLMZIP_RETURN_IF_ERROR(faults_->Next());
    return sink_.Write(bytes);
  }

 private:
  MemorySink sink_;
  Faults* faults_;
};

// Runs `run(faults)` with every call failing once; it must succeed when none does.
template <typename Run>
void FailEveryCall(const Run& run) {
  Faults none;
  ASSERT_TRUE(run(&none).ok());
  ASSERT_GT(none.calls, 3U);
  for (std::size_t call = 0; call < none.calls; ++call) {
    Faults faults;
    faults.failing = call;
    const auto result = run(&faults);
    ASSERT_FALSE(result.ok()) << "call " << call;
    ASSERT_EQ(result.status().code(), StatusCode::kIoError) << result.status().message();
    ASSERT_EQ(result.status().message(), kFault);
    // Blocks read before a read fails may still be written; nothing else goes on.
    ASSERT_LE(faults.calls, none.calls);
  }
  std::printf("[   COUNT  ] %zu calls failed one by one\n", none.calls);
}

class Faulty : public ::testing::TestWithParam<unsigned> {
 protected:
  Faulty() {
    options_.threads = GetParam();
    CompressOptions coding = Coding("order1", 150);
    coding.threads = GetParam();
    coding_ = coding;
    archive_ = Archive(raw_, coding);
  }

  Bytes raw_ = AllSamples(2000).back().bytes;
  CompressOptions coding_;
  DecompressOptions options_;
  Bytes archive_;
};

TEST_P(Faulty, Compress) {
  FailEveryCall([this](Faults* faults) {
    Bytes archive;
    FaultySource source(raw_, faults);
    FaultySink sink(&archive, faults);
    return Compress(source, sink, coding_, nullptr);
  });
}

TEST_P(Faulty, Decompress) {
  FailEveryCall([this](Faults* faults) {
    Bytes raw;
    FaultySource source(archive_, faults);
    FaultySink sink(&raw, faults);
    return Decompress(source, sink, options_, nullptr);
  });
}

TEST_P(Faulty, DecompressRange) {
  FailEveryCall([this](Faults* faults) {
    Bytes raw;
    FaultyRandomAccessSource source(archive_, faults);
    FaultySink sink(&raw, faults);
    return DecompressRange(source, 100, 1500, sink, options_, nullptr);
  });
}

TEST_P(Faulty, Recover) {
  Bytes damaged = archive_;
  damaged[damaged.size() / 2] ^= 1;
  for (const bool cut : {false, true}) {
    if (cut) damaged.pop_back();
    FailEveryCall([&](Faults* faults) {
      Bytes raw;
      FaultyRandomAccessSource source(damaged, faults);
      FaultySink sink(&raw, faults);
      return Recover(source, sink, options_, nullptr);
    });
  }
}

INSTANTIATE_TEST_SUITE_P(Threads, Faulty, ::testing::Values(1U, 4U));

// Stops after a number of reports.
class Stopping final : public Progress {
 public:
  explicit Stopping(unsigned reports) : left_(reports) {}
  bool Report(const Totals& /*done*/) override { return left_-- > 0; }
  void Warn(const char* /*message*/) override {}

 private:
  unsigned left_;
};

TEST(Cancellation, AReportThatSaysNoStopsTheRun) {
  const Bytes raw(100000, 'x');
  Stopping stopping(0);
  MemorySource source(raw);
  Bytes archive;
  MemorySink sink(&archive);
  const auto totals = Compress(source, sink, Coding("order0", 1000), &stopping);
  ASSERT_FALSE(totals.ok());
  EXPECT_EQ(totals.status().code(), StatusCode::kCancelled);
  EXPECT_LT(archive.size(), 5000U);
}

// Says stop once it hears of work within the only block.
class StopsWithin final : public Progress {
 public:
  bool Report(const Totals& done) override {
    raw_bytes = done.raw_bytes;
    return done.raw_bytes == 0;
  }
  void Warn(const char* /*message*/) override {}
  std::uint64_t raw_bytes = 0;
};

TEST(Cancellation, WorkWithinABlockIsReportedAndStopped) {
  const Bytes raw(std::size_t{30} << 20, 'x');
  StopsWithin stopping;
  MemorySource source(raw);
  Bytes archive;
  MemorySink sink(&archive);
  const auto totals = Compress(source, sink, Coding("order2", raw.size()), &stopping);
  ASSERT_FALSE(totals.ok());
  EXPECT_EQ(totals.status().code(), StatusCode::kCancelled);
  EXPECT_GT(stopping.raw_bytes, 0U);
  EXPECT_LT(stopping.raw_bytes, raw.size());
  EXPECT_TRUE(archive.empty());
}

TEST(Cancellation, DecompressionStopsToo) {
  const Bytes archive = Archive(Bytes(100000, 'x'), Coding("order0", 1000));
  Stopping stopping(0);
  MemorySource source(archive);
  const auto totals = llmzip::Test(source, {}, &stopping);
  ASSERT_FALSE(totals.ok());
  EXPECT_EQ(totals.status().code(), StatusCode::kCancelled);
}

}  // namespace
}  // namespace llmzip::testing
