// PushCoder: a pull turned around. One thread runs Compress or Decompress; its source waits for input, its sink waits
// while much output lies untaken; Push and Finish wait for it.
#include "llmzip/push.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "base/caught.h"

namespace llmzip {
namespace {

// So much output may wait before the run does.
constexpr std::size_t kMostPending = std::size_t{1} << 20;

}  // namespace

class PushCoder::Run final : public ByteSource, public ByteSink {
 public:
  template <typename Call>
  void Start(Call call) {
    thread_ = std::thread([this, call = std::move(call)] {
      Status status = Guarded([&]() -> Status { return call(*this, *this).status(); });
      const std::lock_guard lock(mutex_);
      status_ = std::move(status);
      ended_ = true;
      changed_.notify_all();
    });
  }

  Run() = default;
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() override {
    {
      const std::lock_guard lock(mutex_);
      abandoned_ = true;
      changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
  }

  // The run's side.
  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override {
    if (buffer.empty()) return std::size_t{0};
    std::unique_lock lock(mutex_);
    waits_for_input_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return used_ < input_.size() || no_more_ || abandoned_; });
    waits_for_input_ = false;
    if (abandoned_) return Status::Cancelled("the caller gave up");
    const std::size_t count = std::min(buffer.size(), input_.size() - used_);
    std::copy_n(input_.begin() + static_cast<std::ptrdiff_t>(used_), count, buffer.begin());
    used_ += count;
    return count;
  }

  Status Write(std::span<const std::uint8_t> bytes) override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return output_.size() - taken_ < kMostPending || abandoned_; });
    if (abandoned_) return Status::Cancelled("the caller gave up");
    output_.insert(output_.end(), bytes.begin(), bytes.end());
    changed_.notify_all();
    return Status::Ok();
  }

  // The caller's side.
  Status Exchange(std::span<const std::uint8_t> input, bool last, Bytes* output, std::size_t most) {
    std::unique_lock lock(mutex_);
    if (no_more_ && !last) return Status::InvalidArgument("nothing can follow the end");
    if (used_ == input_.size()) {
      input_.clear();
      used_ = 0;
    }
    input_.insert(input_.end(), input.begin(), input.end());
    no_more_ = no_more_ || last;
    changed_.notify_all();
    while (true) {
      changed_.wait(lock, [&] { return ended_ || IsIdle() || taken_ < output_.size(); });
      most -= Take(output, most);
      // An error comes after the output that precedes it.
      if (ended_ && taken_ == output_.size()) return status_;
      if (most == 0 || (IsIdle() && taken_ == output_.size())) return Status::Ok();
    }
  }

  bool WantsInput() {
    const std::lock_guard lock(mutex_);
    return !ended_ && !no_more_ && used_ == input_.size() && taken_ == output_.size();
  }

  bool IsDone() {
    const std::lock_guard lock(mutex_);
    return ended_ && status_.ok() && taken_ == output_.size();
  }

 private:
  [[nodiscard]] bool IsIdle() const { return waits_for_input_ && used_ == input_.size() && !no_more_; }

  std::size_t Take(Bytes* output, std::size_t most) {
    const std::size_t count = std::min(most, output_.size() - taken_);
    const auto begin = output_.begin() + static_cast<std::ptrdiff_t>(taken_);
    output->insert(output->end(), begin, begin + static_cast<std::ptrdiff_t>(count));
    taken_ += count;
    if (taken_ == output_.size()) {
      output_.clear();
      taken_ = 0;
    }
    if (count > 0) changed_.notify_all();
    return count;
  }

  std::mutex mutex_;  // of everything below but the thread
  std::condition_variable changed_;
  Bytes input_;
  std::size_t used_ = 0;  // bytes of input_ that the run has read
  bool no_more_ = false;
  bool waits_for_input_ = false;
  Bytes output_;
  std::size_t taken_ = 0;  // bytes of output_ that the caller has
  bool ended_ = false;
  bool abandoned_ = false;
  Status status_;
  std::thread thread_;
};

PushCoder::PushCoder(std::unique_ptr<Run> run) : run_(std::move(run)) {}
PushCoder::~PushCoder() = default;

StatusOr<std::unique_ptr<PushCoder>> PushCoder::ToCompress(CompressOptions options, Progress* progress) {
  return Guarded([&]() -> StatusOr<std::unique_ptr<PushCoder>> {
    auto run = std::make_unique<Run>();
    run->Start([options = std::move(options), progress](ByteSource& source, ByteSink& sink) {
      return Compress(source, sink, options, progress);
    });
    return std::unique_ptr<PushCoder>(new PushCoder(std::move(run)));
  });
}

StatusOr<std::unique_ptr<PushCoder>> PushCoder::ToDecompress(DecompressOptions options, Progress* progress) {
  return Guarded([&]() -> StatusOr<std::unique_ptr<PushCoder>> {
    auto run = std::make_unique<Run>();
    run->Start([options = std::move(options), progress](ByteSource& source, ByteSink& sink) {
      return Decompress(source, sink, options, progress);
    });
    return std::unique_ptr<PushCoder>(new PushCoder(std::move(run)));
  });
}

Status PushCoder::Push(std::span<const std::uint8_t> input, Bytes* output, std::size_t most) {
  return Guarded([&] { return run_->Exchange(input, /*last=*/false, output, most); });
}

Status PushCoder::Finish(Bytes* output, std::size_t most) {
  return Guarded([&] { return run_->Exchange({}, /*last=*/true, output, most); });
}

bool PushCoder::wants_input() const { return run_->WantsInput(); }
bool PushCoder::done() const { return run_->IsDone(); }

}  // namespace llmzip
