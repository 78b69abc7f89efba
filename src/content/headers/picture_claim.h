// Claims of pixels: what the header of a picture says about them, checked before it becomes a claim.
// Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_HEADERS_PICTURE_CLAIM_H_
#define LLMZIP_CONTENT_HEADERS_PICTURE_CLAIM_H_

#include <cstdint>

#include "content/claim.h"
#include "content/picture_parameters.h"

namespace llmzip {

/// Claims `rows` rows at `offset` of a file that begins at `file`; false if the parameters or no rows cannot be.
bool ClaimPicture(const PictureParameters& picture, std::uint64_t file, std::uint64_t offset, std::uint64_t rows,
                  Claims* claims);

/// Pixels that no picture segment can have, as records: numbers of `width` bytes, pixels of `step`.
bool ClaimRows(std::uint64_t stride, std::uint64_t step, std::uint8_t width, bool big_endian, std::uint64_t file,
               std::uint64_t offset, std::uint64_t rows, Claims* claims);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_PICTURE_CLAIM_H_
