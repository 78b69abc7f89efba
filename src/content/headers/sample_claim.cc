#include "content/headers/sample_claim.h"

#include "content/evidence.h"
#include "content/records_parameters.h"
#include "content/sound_parameters.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kLooked = 8192;  // bytes

// Bytes from a sample to the next; 0 if none can be.
std::uint32_t BytesOf(const SampleFormat& format) {
  const std::uint32_t most_bits = format.is_float ? 64 : 32;
  if (format.channels < 1 || format.channels > SoundParameters::kMaxChannels) return 0;
  if (format.bits < 1 || format.bits > most_bits) return 0;
  const std::uint32_t bytes = (format.bits + 7) / 8;
  const std::uint32_t said = format.frame % format.channels == 0 ? format.frame / format.channels : 0;
  return said > bytes && said <= SoundParameters::kMaxBytes ? said : bytes;
}

}  // namespace

void ClaimSamples(const SampleFormat& format, const HeaderReader& reader, std::uint64_t offset, std::uint64_t size,
                  Claims* claims) {
  const std::uint32_t bytes = BytesOf(format);
  if (bytes == 0) return;
  const std::uint32_t frame = bytes * format.channels;
  if (format.is_float) {
    const RecordsParameters records{frame, frame, 0, static_cast<std::uint8_t>(bytes), format.big_endian};
    claims->Add(Kind::kRecords, reader.file(), offset, size, records.Serialised());
    return;
  }
  SoundParameters sound{.channels = format.channels,
                        .rate = format.rate,
                        .bytes = static_cast<std::uint8_t>(bytes),
                        .big_endian = format.big_endian && bytes > 1,
                        .is_unsigned = format.is_unsigned};
  const ByteView samples = reader.Piece(offset, std::min(size, kLooked));
  if (claims->Spend(samples.size())) sound = AsSamplesSay(sound, samples);
  claims->Add(Kind::kSound, reader.file(), offset, size, sound.Serialised());
}

}  // namespace llmzip
