#include "support/media_files.h"

#include <algorithm>
#include <cmath>

#include "base/split_mix.h"

namespace llmzip::testing {
namespace {

// Appends numbers in one byte order.
class Writer {
 public:
  explicit Writer(bool big_endian = false) : big_endian_(big_endian) {}

  Writer& Text(std::string_view text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
    return *this;
  }
  Writer& Number(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = big_endian_ ? size - 1 - i : i;
      bytes.push_back(static_cast<std::uint8_t>(value >> (8 * shift)));
    }
    return *this;
  }
  Writer& More(ByteView more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return *this;
  }

  Bytes bytes;

 private:
  bool big_endian_;
};

MediaFile Finished(std::string name, Bytes header, const Bytes& content, Kind kind, Bytes parameters) {
  MediaFile file{std::move(name), std::move(header), kind, 0, content.size(), std::move(parameters)};
  file.offset = file.bytes.size();
  file.bytes.insert(file.bytes.end(), content.begin(), content.end());
  return file;
}

MediaFile Picture(std::string name, Bytes header, const PictureParameters& picture, std::uint32_t rows) {
  return Finished(std::move(name), std::move(header), PixelsOf(picture, rows), Kind::kPicture, picture.Serialised());
}

MediaFile Sound(std::string name, Bytes header, const SoundParameters& sound, std::uint32_t frames) {
  return Finished(std::move(name), std::move(header), SamplesOf(sound, frames), Kind::kSound, sound.Serialised());
}

// A rate as a number of 80 bits.
void AppendRate(std::uint32_t rate, Writer* out) {
  unsigned exponent = 31;
  std::uint64_t mantissa = std::uint64_t{rate} << 32;
  while (rate != 0 && (mantissa >> 63) == 0) {
    mantissa <<= 1;
    --exponent;
  }
  out->Number(16383 + exponent, 2).Number(mantissa, 8);
}

std::string DepthOf(const PictureParameters& picture) {
  return std::to_string(picture.channels) + "x" + std::to_string(picture.bits);
}

std::string DepthOf(const SoundParameters& sound) {
  return std::to_string(sound.channels) + "x" + std::to_string(8 * sound.bytes);
}

}  // namespace

Bytes PixelsOf(const PictureParameters& picture, std::uint32_t rows) {
  SplitMix64 random(picture.width);
  Bytes bytes;
  const unsigned most = (1U << picture.bits) - 1;
  for (std::uint32_t y = 0; y < rows; ++y) {
    Bytes row(picture.stride);
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      for (std::uint32_t c = 0; c < picture.channels; ++c) {
        const double light = 0.5 + 0.3 * std::sin(0.06 * x + c) + 0.15 * std::cos(0.09 * y + 0.02 * x);
        const auto noise = static_cast<double>(random() % 256) / 256 * 0.02;
        const auto value = static_cast<unsigned>(std::clamp((light + noise) * most, 0.0, static_cast<double>(most)));
        const std::size_t bit = (std::size_t{x} * picture.channels + c) * picture.bits;
        if (picture.bits == 16) {
          row[bit / 8 + (picture.little_endian ? 1 : 0)] = static_cast<std::uint8_t>(value >> 8);
          row[bit / 8 + (picture.little_endian ? 0 : 1)] = static_cast<std::uint8_t>(value);
        } else {
          row[bit / 8] |= static_cast<std::uint8_t>(value << (8 - picture.bits - bit % 8));
        }
      }
    }
    bytes.insert(bytes.end(), row.begin(), row.end());
  }
  return bytes;
}

Bytes SamplesOf(const SoundParameters& sound, std::uint32_t frames) {
  SplitMix64 random(sound.channels);
  Bytes bytes;
  for (std::uint32_t i = 0; i < frames; ++i) {
    for (std::uint32_t c = 0; c < sound.channels; ++c) {
      const double wave = 0.4 * std::sin(0.05 * i + c) + 0.2 * std::sin(0.013 * i * (1 + c));
      const double noise = static_cast<double>(random() % 256) / 256 * 0.004;
      auto value = static_cast<std::uint32_t>(static_cast<std::int32_t>((wave + noise) * 2147483647.0));
      if (sound.is_unsigned) value ^= 0x80000000U;
      for (unsigned k = 0; k < sound.bytes; ++k) {
        const unsigned low = sound.big_endian ? sound.bytes - 1U - k : k;
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * (low + 4U - sound.bytes))));
      }
    }
  }
  return bytes;
}

MediaFile NetpbmFile(const PictureParameters& picture, std::uint32_t rows) {
  const std::string size = std::to_string(picture.width) + " " + std::to_string(rows);
  const std::string most = std::to_string((1U << picture.bits) - 1);
  Writer out;
  if (picture.bits == 1) {
    out.Text("P4\n" + size + "\n");
  } else if (picture.channels == 1 || picture.channels == 3) {
    out.Text((picture.channels == 1 ? "P5\n# made\n" : "P6\n") + size + "\n" + most + "\n");
  } else {
    out.Text("P7\nWIDTH " + std::to_string(picture.width) + "\nHEIGHT " + std::to_string(rows) + "\nDEPTH " +
             std::to_string(picture.channels) + "\nMAXVAL " + most + "\nTUPLTYPE " +
             (picture.alpha_last ? "RGB_ALPHA" : "OTHER") + "\nENDHDR\n");
  }
  return Picture("netpbm-" + DepthOf(picture), std::move(out.bytes), picture, rows);
}

MediaFile BmpFile(std::uint32_t width, std::uint32_t rows, std::uint32_t bits, bool top_down) {
  PictureParameters picture{.width = width, .stride = ((width * bits + 7) / 8 + 3) / 4 * 4};
  picture.bits = static_cast<std::uint8_t>(std::min(bits, 8U));
  picture.channels = static_cast<std::uint8_t>(bits <= 8 ? 1 : bits / 8);
  picture.blue_first = bits > 8;
  picture.alpha_last = bits == 32;
  picture.palette = bits == 4 || bits == 8;
  const std::uint32_t colours = bits <= 8 ? 1U << bits : 0;
  Writer out;
  const std::uint32_t pixels = 54 + 4 * colours;
  out.Text("BM").Number(pixels + picture.stride * rows, 4).Number(0, 4).Number(pixels, 4).Number(40, 4);
  out.Number(width, 4).Number(top_down ? 0U - rows : rows, 4).Number(1, 2).Number(bits, 2).Number(0, 4);
  out.Number(picture.stride * rows, 4).Number(2835, 4).Number(2835, 4).Number(0, 4).Number(0, 4);
  for (std::uint32_t i = 0; i < colours; ++i) out.Number(0x00102030U + i * 0x00050301U, 4);
  return Picture("bmp-" + std::to_string(bits) + (top_down ? "-top-down" : ""), std::move(out.bytes), picture, rows);
}

MediaFile TargaFile(std::uint32_t width, std::uint32_t rows, std::uint32_t bits) {
  const PictureParameters picture{.width = width,
                                  .stride = width * bits / 8,
                                  .channels = static_cast<std::uint8_t>(bits / 8),
                                  .blue_first = bits > 8,
                                  .alpha_last = bits == 32};
  Writer out;
  out.Number(5, 1).Number(0, 1).Number(bits == 8 ? 3 : 2, 1).Number(0, 5).Number(0, 4);
  out.Number(width, 2).Number(rows, 2).Number(bits, 1).Number(bits == 32 ? 8 : 0, 1).Text("hello");
  return Picture("targa-" + std::to_string(bits), std::move(out.bytes), picture, rows);
}

MediaFile TiffFile(PictureParameters picture, std::uint32_t rows, const TiffLayout& layout) {
  picture.little_endian = picture.bits == 16 && !layout.big_endian;
  const unsigned word = layout.is_big ? 8 : 4;
  Writer out(layout.big_endian);
  out.Text(layout.big_endian ? "MM" : "II").Number(layout.is_big ? 43 : 42, 2);
  if (layout.is_big) out.Number(8, 2).Number(0, 2);
  // Tiles are squares, one below the other.
  const std::uint32_t width = picture.width;
  std::uint32_t rows_there = rows;
  std::uint32_t piece_rows = layout.rows_per_strip;
  std::uint32_t pieces = (rows + piece_rows - 1) / piece_rows;
  if (layout.tile != 0) {
    pieces = ((width + layout.tile - 1) / layout.tile) * ((rows + layout.tile - 1) / layout.tile);
    picture.stride = layout.tile * picture.channels * picture.bits / 8;
    picture.width = piece_rows = layout.tile;
    rows_there = pieces * piece_rows;
  }
  const std::size_t start = 4 + (layout.is_big ? 4 : 0) + word;
  const Bytes pixels = PixelsOf(picture, rows_there);
  const bool tiled = layout.tile != 0;
  const std::size_t entries = tiled ? 10 : 9;
  const std::size_t directory = start + pixels.size() + pixels.size() % 2;
  // Behind it: offsets, then counts.
  const std::size_t tables = directory + (layout.is_big ? 8 + entries * 20 : 2 + entries * 12) + word;
  out.Number(directory, word);
  MediaFile file = Picture("tiff-" + DepthOf(picture) + (layout.big_endian ? "-be" : "") +
                               (layout.is_big ? "-big" : "") + (layout.tile != 0 ? "-tiles" : ""),
                           std::move(out.bytes), picture, rows_there);
  Writer end(layout.big_endian);
  const std::uint64_t piece = std::uint64_t{piece_rows} * picture.stride;
  end.Number(0, pixels.size() % 2).Number(entries, layout.is_big ? 8 : 2);
  const auto entry = [&](unsigned tag, std::uint64_t value) {
    end.Number(tag, 2).Number(4, 2).Number(1, word).Number(value, 4).Number(0, word - 4);
  };
  const auto table = [&](unsigned tag, std::uint64_t at, std::uint64_t value) {
    end.Number(tag, 2).Number(layout.is_big ? 16 : 4, 2).Number(pieces, word);
    end.Number(pieces == 1 ? value : at, word);
  };
  entry(256, width);
  entry(257, rows);
  entry(258, picture.bits);
  entry(259, 1);
  entry(262, picture.channels == 1 ? 1 : 2);
  if (!tiled) table(273, tables, start);
  entry(277, picture.channels);
  if (!tiled) {
    entry(278, piece_rows);
    table(279, tables + word * pieces, pixels.size());
  } else {
    entry(322, layout.tile);
    entry(323, layout.tile);
    table(324, tables, start);
    table(325, tables + word * pieces, pixels.size());
  }
  end.Number(0, word);
  for (std::uint32_t i = 0; i < pieces; ++i) end.Number(start + i * piece, word);
  for (std::uint32_t i = 0; i < pieces; ++i) {
    end.Number(std::min<std::uint64_t>(piece, pixels.size() - i * piece), word);
  }
  file.bytes.insert(file.bytes.end(), end.bytes.begin(), end.bytes.end());
  return file;
}

MediaFile WaveFileOf(const SoundParameters& sound, std::uint32_t frames) {
  Writer out(sound.big_endian);
  const std::uint64_t size = std::uint64_t{frames} * sound.FrameBytes();
  out.Text(sound.big_endian ? "RIFX" : "RIFF").Number(36 + size, 4).Text("WAVEfmt ").Number(16, 4).Number(1, 2);
  out.Number(sound.channels, 2).Number(sound.rate, 4).Number(sound.rate * sound.FrameBytes(), 4);
  out.Number(sound.FrameBytes(), 2).Number(8U * sound.bytes, 2).Text("data").Number(size, 4);
  return Sound("wave-" + DepthOf(sound) + (sound.big_endian ? "-be" : ""), std::move(out.bytes), sound, frames);
}

MediaFile AiffFile(const SoundParameters& sound, std::uint32_t frames) {
  const bool coded = !sound.big_endian && sound.bytes > 1;
  const std::uint64_t size = std::uint64_t{frames} * sound.FrameBytes();
  Writer out(true);
  out.Text("FORM").Number(46 + size, 4).Text(coded ? "AIFC" : "AIFF").Text("COMM").Number(coded ? 24 : 18, 4);
  out.Number(sound.channels, 2).Number(frames, 4).Number(8U * sound.bytes, 2);
  AppendRate(sound.rate, &out);
  if (coded) out.Text("sowt").Number(0, 2);
  out.Text("SSND").Number(8 + size, 4).Number(0, 8);
  return Sound(std::string(coded ? "aifc-" : "aiff-") + DepthOf(sound), std::move(out.bytes), sound, frames);
}

MediaFile AuFile(const SoundParameters& sound, std::uint32_t frames) {
  Writer out(true);
  out.Text(".snd").Number(24, 4).Number(std::uint64_t{frames} * sound.FrameBytes(), 4).Number(1U + sound.bytes, 4);
  out.Number(sound.rate, 4).Number(sound.channels, 4);
  return Sound("au-" + DepthOf(sound), std::move(out.bytes), sound, frames);
}

MediaFile CafFile(const SoundParameters& sound, std::uint32_t frames) {
  Writer out(true);
  out.Text("caff").Number(1, 2).Number(0, 2).Text("desc").Number(32, 8);
  out.Number(0x40E5888000000000U, 8).Text("lpcm").Number(sound.big_endian || sound.bytes == 1 ? 0 : 2, 4);  // 44100 Hz
  out.Number(sound.FrameBytes(), 4).Number(1, 4).Number(sound.channels, 4).Number(8U * sound.bytes, 4);
  out.Text("data").Number(4 + std::uint64_t{frames} * sound.FrameBytes(), 8).Number(0, 4);
  return Sound("caf-" + DepthOf(sound), std::move(out.bytes), sound, frames);
}

std::vector<MediaFile> MediaFiles() {
  constexpr PictureParameters kBits{.width = 333, .stride = 42, .bits = 1};
  constexpr PictureParameters kGrey{.width = 60, .stride = 60};
  constexpr PictureParameters kColour{.width = 50, .stride = 150, .channels = 3};
  constexpr PictureParameters kAlpha{.width = 40, .stride = 160, .channels = 4, .alpha_last = true};
  constexpr PictureParameters kDeepGrey{.width = 48, .stride = 96, .bits = 16};
  constexpr PictureParameters kDeepColour{.width = 30, .stride = 180, .channels = 3, .bits = 16};
  std::vector<MediaFile> files;
  for (const PictureParameters& picture : {kBits, kGrey, kColour, kAlpha, kDeepGrey, kDeepColour}) {
    files.push_back(NetpbmFile(picture, 40));
  }
  for (const std::uint32_t bits : {1U, 4U, 8U, 24U, 32U}) files.push_back(BmpFile(61, 41, bits, bits % 16 == 8));
  for (const std::uint32_t bits : {8U, 24U, 32U}) files.push_back(TargaFile(50, 40, bits));
  for (const PictureParameters& picture : {kBits, kGrey, kColour, kDeepGrey, kDeepColour}) {
    for (const bool big_endian : {false, true}) {
      files.push_back(TiffFile(picture, 40, {.big_endian = big_endian, .rows_per_strip = 7}));
    }
  }
  files.push_back(TiffFile(kColour, 40, {.big_endian = false, .is_big = true}));
  files.push_back(TiffFile(kColour, 40, {.big_endian = true, .is_big = false, .tile = 16}));
  for (const std::uint32_t channels : {1U, 2U, 6U}) {
    for (const std::uint8_t bytes : {1, 2, 3, 4}) {
      const SoundParameters sound{.channels = channels, .rate = 44100, .bytes = bytes};
      SoundParameters wave = sound;
      wave.is_unsigned = bytes == 1;
      SoundParameters big = sound;
      big.big_endian = bytes > 1;
      files.push_back(WaveFileOf(wave, 1000));
      if (bytes > 1) files.push_back(WaveFileOf(big, 1000));
      files.push_back(AiffFile(big, 1000));
      if (bytes > 1) files.push_back(AiffFile(sound, 1000));
      files.push_back(AuFile(big, 1000));
      files.push_back(CafFile(sound, 1000));
    }
  }
  return files;
}

}  // namespace llmzip::testing
