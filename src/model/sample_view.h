// SampleView: what networks see that take bytes as numbers, pixels (kPatch) or sound (kWave): a guess of the next one,
// those around it as differences to that guess, and rows of the embedding that say guess and place. Shared by engine
// and trainer. Thread safety: immutable; memories belong to their lanes.
#ifndef LLMZIP_MODEL_SAMPLE_VIEW_H_
#define LLMZIP_MODEL_SAMPLE_VIEW_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/network_config.h"

namespace llmzip {

/// What matrices take the differences times.
inline constexpr float kSampleScale = 1.0F / 32.0F;

class SampleView {
 public:
  /// `config` must see samples (SeesSamples) and pass Check.
  explicit SampleView(const NetworkConfig& config) : config_(config) {}

  /// Bytes that a lane remembers; what is in them at its beginning does not matter.
  [[nodiscard]] std::size_t memory_bytes() const { return SampleMemory(config_); }
  /// Differences, and rows of the embedding, for each sample.
  [[nodiscard]] std::size_t inputs() const { return SampleInputs(config_); }
  [[nodiscard]] std::size_t rows() const { return is_wave() ? 2 : kMostRows; }

  struct Seen {
    std::uint8_t guess;
    std::array<std::size_t, 4> rows;  // the first rows() of them
  };

  /// Before the sample at `place`, counted from the lane's or chunk's beginning: remembers the one before, `last`,
  /// unless place is 0, and gives what is seen. differences: inputs() of them, within ±127.
  Seen Look(std::uint8_t* memory, std::uint64_t place, std::uint8_t last, std::int8_t* differences) const;

 private:
  static constexpr std::size_t kMostRows = 4;
  [[nodiscard]] bool is_wave() const { return config_.architecture == Architecture::kWave; }

  const NetworkConfig config_;
};

}  // namespace llmzip

#endif  // LLMZIP_MODEL_SAMPLE_VIEW_H_
