// A predictor of one's own, registered, compressed with and restored through the installed library: each byte after the
// last one, by adaptive counts.
#include <llmzip/llmzip.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

class Bigrams final : public llmzip::Predictor {
 public:
  explicit Bigrams(unsigned lanes) : last_(lanes, 0), counts_(256) {
    for (auto& row : counts_) row.fill(1);
  }
  std::uint32_t alphabet_size() const override { return 256; }
  unsigned frequency_bits() const override { return 16; }
  unsigned lanes() const override { return static_cast<unsigned>(last_.size()); }

  llmzip::Status Predict(std::span<llmzip::Frequency> frequencies) override {
    for (std::size_t lane = 0; lane < frequencies.size() / 256; ++lane) {
      const auto& row = counts_[last_[lane]];
      std::uint32_t total = 0, given = 0, best = 0;
      for (const std::uint32_t count : row) total += count;
      for (std::uint32_t s = 0; s < 256; ++s) {  // at least 1 each, 2^16 together
        given += frequencies[lane * 256 + s] = 1 + row[s] * (65536 - 256) / total;
        if (row[s] > row[best]) best = s;
      }
      frequencies[lane * 256 + best] += 65536 - given;
    }
    return llmzip::Status::Ok();
  }
  llmzip::Status Update(std::span<const llmzip::Symbol> symbols) override {
    for (std::size_t lane = 0; lane < symbols.size(); ++lane) {
      if (auto& count = counts_[last_[lane]][symbols[lane]]; count < 200) count += 20;
      last_[lane] = symbols[lane];
    }
    return llmzip::Status::Ok();
  }

 private:
  std::vector<llmzip::Symbol> last_;
  std::vector<std::array<std::uint32_t, 256>> counts_;
};

int main() {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "the " + std::to_string(i) + "th line\n";
  const llmzip::ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());

  const auto make =
      [](const llmzip::PredictorRequest& request) -> llmzip::StatusOr<std::unique_ptr<llmzip::Predictor>> {
    return std::unique_ptr<llmzip::Predictor>(std::make_unique<Bigrams>(request.lanes));
  };
  const auto memory = [](const llmzip::PredictorRequest& /*request*/) -> std::uint64_t { return 256 * 256 * 4 + 4096; };
  if (!llmzip::RegisterPredictor({.name = "bigrams", .make = make, .memory_bytes = memory}).ok()) return 1;

  for (const char* spec : {"bigrams", "mix(cm,bigrams)"}) {
    llmzip::CompressOptions options;
    options.spec = spec;
    const auto archive = llmzip::Compress(bytes, options);
    if (!archive.ok() || archive->size() >= text.size() / 2) return 2;
    const auto back = llmzip::Decompress(*archive);
    if (!back.ok() || std::string(back->begin(), back->end()) != text) return 3;
    std::printf("%s: %zu -> %zu bytes and back\n", spec, text.size(), archive->size());
  }
  return 0;
}
