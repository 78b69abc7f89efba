#include "codecs/flac/flac_codec.h"

#include <FLAC/stream_decoder.h>
#include <FLAC/stream_encoder.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <utility>

#include "base/caught.h"

namespace llmzip {
namespace {

constexpr unsigned kChannels = 1;
constexpr unsigned kBitsPerSample = 8;
constexpr unsigned kSampleRate = 16000;
constexpr int kBias = 128;

struct DeleteEncoder {
  void operator()(FLAC__StreamEncoder* encoder) const { FLAC__stream_encoder_delete(encoder); }
};
struct DeleteDecoder {
  void operator()(FLAC__StreamDecoder* decoder) const { FLAC__stream_decoder_delete(decoder); }
};

// Filled by the encoder's callback.
struct Encoding {
  Bytes coded;
  Status failure;
};

FLAC__StreamEncoderWriteStatus AppendCoded(const FLAC__StreamEncoder* /*encoder*/, const FLAC__byte* bytes,
                                           std::size_t size, std::uint32_t /*samples*/, std::uint32_t /*frame*/,
                                           void* client) {
  auto& out = *static_cast<Encoding*>(client);
  try {  // no exception may pass through libFLAC's frames
    out.coded.insert(out.coded.end(), bytes, bytes + size);
  } catch (...) {
    out.failure = CaughtStatus();
    return FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
  }
  return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
}

// Shared by the decoder's callbacks.
struct Decoding {
  ByteView coded_left;
  std::span<std::uint8_t> raw_left;
  bool damaged = false;
};

FLAC__StreamDecoderReadStatus ReadCoded(const FLAC__StreamDecoder* /*decoder*/, FLAC__byte* buffer, std::size_t* size,
                                        void* client) {
  auto& decoding = *static_cast<Decoding*>(client);
  *size = decoding.damaged ? 0 : std::min(*size, decoding.coded_left.size());
  if (*size == 0) return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
  std::memcpy(buffer, decoding.coded_left.data(), *size);
  decoding.coded_left = decoding.coded_left.subspan(*size);
  return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
}

FLAC__StreamDecoderWriteStatus TakeFrame(const FLAC__StreamDecoder* /*decoder*/, const FLAC__Frame* frame,
                                         const FLAC__int32* const samples[], void* client) {
  auto& decoding = *static_cast<Decoding*>(client);
  const FLAC__FrameHeader& header = frame->header;
  if (decoding.damaged || header.channels != kChannels || header.bits_per_sample != kBitsPerSample ||
      header.blocksize > decoding.raw_left.size()) {
    decoding.damaged = true;
    return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
  }
  for (std::size_t i = 0; i < header.blocksize; ++i) {
    decoding.raw_left[i] = static_cast<std::uint8_t>(samples[0][i] + kBias);
  }
  decoding.raw_left = decoding.raw_left.subspan(header.blocksize);
  return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

void NoteDamage(const FLAC__StreamDecoder* /*decoder*/, FLAC__StreamDecoderErrorStatus /*status*/, void* client) {
  static_cast<Decoding*>(client)->damaged = true;
}

// True if the metadata are the blocks that Compress makes, STREAMINFO and VORBIS_COMMENT, and end inside the input. For
// other kinds libFLAC would allocate whatever sizes their headers claim.
bool HasPlainMetadata(ByteView coded) {
  constexpr std::array<std::uint8_t, 4> kMagic = {'f', 'L', 'a', 'C'};
  constexpr std::uint8_t kStreamInfo = 0;
  constexpr std::uint8_t kVorbisComment = 4;
  constexpr std::size_t kHeaderSize = 4;
  if (coded.size() < kMagic.size() || !std::ranges::equal(coded.first(kMagic.size()), kMagic)) return false;
  coded = coded.subspan(kMagic.size());
  bool last = false;
  while (!last) {
    if (coded.size() < kHeaderSize) return false;
    last = (coded[0] & 0x80) != 0;
    const std::uint8_t type = coded[0] & 0x7F;
    const std::size_t size = (std::size_t{coded[1]} << 16) | (std::size_t{coded[2]} << 8) | coded[3];
    coded = coded.subspan(kHeaderSize);
    if ((type != kStreamInfo && type != kVorbisComment) || size > coded.size()) return false;
    coded = coded.subspan(size);
  }
  return true;
}

}  // namespace

std::uint64_t FlacFormat::MemoryBytes(int /*level*/, std::uint64_t /*raw_size*/) {
  return std::uint64_t{16} << 20;  // frames of at most 65,535 samples in eight channels, and trial encodings
}

std::string FlacFormat::Library() {
  // The encoder analyses in floating point, with code chosen by processor, so its sizes may differ between machines.
  std::string library = std::string("libFLAC ") + FLAC__VERSION_STRING;
#if defined(__x86_64__)
  __builtin_cpu_init();
  library += __builtin_cpu_supports("fma") ? " x86-64-fma" : " x86-64";
#elif defined(__aarch64__)
  library += " aarch64";
#endif
  return library;
}

StatusOr<Bytes> FlacFormat::Encode(ByteView raw, int level, const Work* work) {
  const std::unique_ptr<FLAC__StreamEncoder, DeleteEncoder> encoder(FLAC__stream_encoder_new());
  if (encoder == nullptr) return Status::OutOfMemory();
  FLAC__StreamEncoder* const e = encoder.get();
  Encoding out;
  bool fine = FLAC__stream_encoder_set_channels(e, kChannels) != 0 &&
              FLAC__stream_encoder_set_bits_per_sample(e, kBitsPerSample) != 0 &&
              FLAC__stream_encoder_set_sample_rate(e, kSampleRate) != 0 &&
              FLAC__stream_encoder_set_compression_level(e, static_cast<unsigned>(level)) != 0 &&
              FLAC__stream_encoder_set_total_samples_estimate(e, raw.size()) != 0 &&
              FLAC__stream_encoder_init_stream(e, AppendCoded, nullptr, nullptr, nullptr, &out) ==
                  FLAC__STREAM_ENCODER_INIT_STATUS_OK;
  std::array<FLAC__int32, 4096> samples;
  for (ByteView left = raw; fine && !left.empty();) {
    if (IsStopped(work)) return StoppedInLibrary();
    const std::size_t count = std::min(left.size(), samples.size());
    for (std::size_t i = 0; i < count; ++i) samples[i] = left[i] - kBias;
    fine = FLAC__stream_encoder_process_interleaved(e, samples.data(), static_cast<unsigned>(count)) != 0;
    left = left.subspan(count);
  }
  fine = fine && FLAC__stream_encoder_finish(e) != 0;
  LLMZIP_RETURN_IF_ERROR(std::move(out.failure));
  if (!fine && FLAC__stream_encoder_get_state(e) == FLAC__STREAM_ENCODER_MEMORY_ALLOCATION_ERROR) {
    return Status::OutOfMemory();
  }
  if (!fine) return Status::Internal("flac: libFLAC did not finish");
  return std::move(out.coded);
}

StatusOr<bool> FlacFormat::Decode(ByteView coded, std::span<std::uint8_t> raw) {
  if (!HasPlainMetadata(coded)) return false;
  const std::unique_ptr<FLAC__StreamDecoder, DeleteDecoder> decoder(FLAC__stream_decoder_new());
  if (decoder == nullptr) return Status::OutOfMemory();
  FLAC__StreamDecoder* const d = decoder.get();
  Decoding decoding{coded, raw};
  const auto begun = FLAC__stream_decoder_init_stream(d, ReadCoded, nullptr, nullptr, nullptr, nullptr, TakeFrame,
                                                      nullptr, NoteDamage, &decoding);
  const bool whole = begun == FLAC__STREAM_DECODER_INIT_STATUS_OK &&
                     FLAC__stream_decoder_process_until_end_of_stream(d) != 0 && !decoding.damaged &&
                     decoding.raw_left.empty();
  if (begun == FLAC__STREAM_DECODER_INIT_STATUS_MEMORY_ALLOCATION_ERROR ||
      FLAC__stream_decoder_get_state(d) == FLAC__STREAM_DECODER_MEMORY_ALLOCATION_ERROR) {
    return Status::OutOfMemory();
  }
  return whole;
}

}  // namespace llmzip
