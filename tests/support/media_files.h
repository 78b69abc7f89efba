// Small pictures and sounds in every container that the detector knows, made by code, with the segment it must find.
#ifndef LLMZIP_TESTS_SUPPORT_MEDIA_FILES_H_
#define LLMZIP_TESTS_SUPPORT_MEDIA_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "content/kind.h"
#include "content/picture_parameters.h"
#include "content/sound_parameters.h"
#include "llmzip/codec.h"

namespace llmzip::testing {

/// A file with one picture or sound: `size` bytes from `offset` on.
struct MediaFile {
  std::string name;
  Bytes bytes;
  Kind kind = Kind::kData;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  Bytes parameters;
};

/// Rows that change smoothly, with a little noise: `picture` says how they lie, from the beginning of a row.
Bytes PixelsOf(const PictureParameters& picture, std::uint32_t rows);

/// Frames of waves, each channel another, with a little noise.
Bytes SamplesOf(const SoundParameters& sound, std::uint32_t frames);

/// A P4, P5, P6 or P7 file, whichever has such pixels; none for a palette, blue first, little-endian or padded rows.
MediaFile NetpbmFile(const PictureParameters& picture, std::uint32_t rows);

/// A BMP file of 1, 4, 8, 24 or 32 bits. The width is kept, the rest of the layout is the container's.
MediaFile BmpFile(std::uint32_t width, std::uint32_t rows, std::uint32_t bits, bool top_down);

/// A Targa file of 8, 24 or 32 bits.
MediaFile TargaFile(std::uint32_t width, std::uint32_t rows, std::uint32_t bits);

/// A TIFF file with its directory at the end, in strips of `rows_per_strip` rows or tiles of `tile` pixels a side (0:
/// none). Rows may not be padded.
struct TiffLayout {
  bool big_endian = false;
  bool is_big = false;  ///< BigTIFF
  std::uint32_t rows_per_strip = 16;
  std::uint32_t tile = 0;
};
MediaFile TiffFile(PictureParameters picture, std::uint32_t rows, const TiffLayout& layout);

/// A WAVE file; RIFX for big-endian samples.
MediaFile WaveFileOf(const SoundParameters& sound, std::uint32_t frames);

/// AIFF, or AIFC for little-endian samples.
MediaFile AiffFile(const SoundParameters& sound, std::uint32_t frames);

/// AU and CAF.
MediaFile AuFile(const SoundParameters& sound, std::uint32_t frames);
MediaFile CafFile(const SoundParameters& sound, std::uint32_t frames);

/// One or more of each container, with pictures of about 40 rows and sounds of about 1,000 frames.
std::vector<MediaFile> MediaFiles();

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_MEDIA_FILES_H_
