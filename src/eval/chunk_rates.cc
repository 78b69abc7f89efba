#include "eval/chunk_rates.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "base/thread_team.h"
#include "codecs/tokens/token_codec.h"
#include "eval/code_length.h"
#include "eval/measured_walk.h"

namespace llmzip {
namespace {

Bytes Narrowed(ByteView raw, SevenBits seven_bits, std::uint64_t* dropped) {
  Bytes narrowed(raw.begin(), raw.end());
  for (std::uint8_t& byte : narrowed) {
    *dropped += seven_bits == SevenBits::kShift || byte > 127 ? 1 : 0;
    byte = static_cast<std::uint8_t>(seven_bits == SevenBits::kShift ? byte >> 1 : byte & 127);
  }
  return narrowed;
}

class Measurement {
 public:
  Measurement(const Plan& plan, ByteView data, const ChunkOptions& options)
      : data_(data),
        options_(options),
        chunk_(options.chunk_bytes == 0 ? std::max<std::uint64_t>(1, data.size()) : options.chunk_bytes),
        predictor_(plan.ByteModel()),
        sums_(options.positions),
        counts_(options.positions) {}

  Status Run(const Plan& plan, ChunkRates* rates) {
    LLMZIP_ASSIGN_OR_RETURN(const auto codec, plan.MakeCodec({}));
    if (const Plan* const tokens = plan.TokenModel()) {
      LLMZIP_ASSIGN_OR_RETURN(tokens_, tokens->MakeTokenCodec({}));
    }
    rates->chunks = (data_.size() + chunk_ - 1) / chunk_;
    if (predictor_ == nullptr && tokens_ == nullptr) {
      LLMZIP_ASSIGN_OR_RETURN(const Bytes smallest, codec->Compress(Bytes{0}, {}));
      rates->header_bytes = smallest.size();
    }
    ThreadTeam team(static_cast<unsigned>(
        std::clamp<std::uint64_t>(options_.threads, 1, std::max<std::uint64_t>(1, rates->chunks))));
    LLMZIP_RETURN_IF_ERROR(team.Run([&](unsigned member) { return Work(*codec, member == 0); }));
    rates->coded_bytes = coded_;
    if (predictor_ != nullptr || tokens_ != nullptr) rates->ideal_bytes = bits_ / 8;
    if (tokens_ != nullptr) rates->tokens = token_count_;
    if (predictor_ == nullptr) return Status::Ok();
    if (options_.entropy) {
      rates->entropy_bytes = entropy_bits_ / 8;
      rates->deviation_bytes = std::sqrt(variance_) / 8;
    }
    for (unsigned part = 0; part < options_.positions; ++part) {
      rates->position_bits.push_back(counts_[part] == 0 ? 0 : sums_[part] / static_cast<double>(counts_[part]));
    }
    return Status::Ok();
  }

 private:
  Status Work(const Codec& codec, bool reports) {
    for (std::uint64_t at = next_.fetch_add(chunk_); at < data_.size(); at = next_.fetch_add(chunk_)) {
      const ByteView chunk = data_.subspan(at, std::min<std::uint64_t>(chunk_, data_.size() - at));
      Status status = MeasureChunk(codec, chunk);
      if (status.ok() && reports && options_.go_on && !options_.go_on(at)) status = Status::Cancelled("given up");
      if (status.ok()) continue;
      next_ = data_.size();  // the others end, too
      return status;
    }
    return Status::Ok();
  }

  Status MeasureChunk(const Codec& codec, ByteView chunk) {
    return predictor_ != nullptr ? MeasurePredictor(chunk) : MeasureCodec(codec, chunk);
  }

  Status MeasurePredictor(ByteView chunk) {
    LLMZIP_ASSIGN_OR_RETURN(const auto predictor,
                            predictor_->MakePredictor({.raw_size = chunk.size(), .context = ChunkContext()}));
    LLMZIP_ASSIGN_OR_RETURN(const MeasuredWalk walk, Measure(*predictor, chunk, options_.entropy));
    const std::scoped_lock lock(mutex_);
    coded_ += walk.coded_bytes;
    entropy_bits_ += walk.entropy_bits;
    variance_ += walk.variance;
    for (std::size_t i = 0; i < walk.lengths.size(); ++i) {
      bits_ += walk.lengths[i];
      if (options_.positions == 0) continue;
      const auto part = static_cast<std::size_t>(i * options_.positions / chunk_);
      sums_[part] += walk.lengths[i];
      ++counts_[part];
    }
    return Status::Ok();
  }

  Status MeasureCodec(const Codec& codec, ByteView chunk) {
    LLMZIP_ASSIGN_OR_RETURN(const Bytes coded, codec.Compress(chunk, ChunkContext()));
    double token_bits = 0;
    std::uint64_t token_count = 0;
    if (tokens_ != nullptr) {
      LLMZIP_ASSIGN_OR_RETURN(token_bits, TokenCodeLengthBits(*tokens_, chunk));
      token_bits += 8 * static_cast<double>(tokens_->SideBytes(chunk));
      token_count = tokens_->TokensOf(chunk).tokens.size();
    }
    const std::scoped_lock lock(mutex_);
    coded_ += coded.size();
    bits_ += token_bits;
    token_count_ += token_count;
    return Status::Ok();
  }

  [[nodiscard]] Context ChunkContext() const {
    Context context;
    context.kernel = options_.kernel;
    return context;
  }

  const ByteView data_;
  const ChunkOptions& options_;
  const std::uint64_t chunk_;
  const Plan* const predictor_;         // of bytes or bits; null if there is none
  std::unique_ptr<TokenCodec> tokens_;  // of a checkpoint
  std::atomic<std::uint64_t> next_{0};  // where the next chunk begins
  std::mutex mutex_;                    // protects what follows
  std::uint64_t coded_ = 0;
  double bits_ = 0;
  std::uint64_t token_count_ = 0;
  double entropy_bits_ = 0;
  double variance_ = 0;
  std::vector<double> sums_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace

double ChunkRates::Rate() const {
  if (raw_bytes == 0) return 0;
  return (static_cast<double>(coded_bytes) + static_cast<double>(dropped_bits) / 8) / static_cast<double>(raw_bytes);
}

double ChunkRates::PaperRate() const {
  if (raw_bytes == 0) return 0;
  const double bits = 8 * static_cast<double>(raw_bytes);
  const double coded =
      static_cast<double>(coded_bytes) - static_cast<double>(header_bytes) * (static_cast<double>(chunks) - 1);
  return coded / static_cast<double>(raw_bytes) * bits / (bits - static_cast<double>(dropped_bits));
}

StatusOr<ChunkRates> MeasureChunks(const Plan& plan, ByteView raw, const ChunkOptions& options) {
  ChunkRates rates;
  rates.raw_bytes = raw.size();
  Bytes narrowed;
  if (options.seven_bits != SevenBits::kNo) {
    narrowed = Narrowed(raw, options.seven_bits, &rates.dropped_bits);
    raw = narrowed;
  }
  Measurement measurement(plan, raw, options);
  LLMZIP_RETURN_IF_ERROR(measurement.Run(plan, &rates));
  return rates;
}

}  // namespace llmzip
