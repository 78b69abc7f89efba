#include "content/headers/picture_claim.h"

#include <algorithm>

#include "content/records_parameters.h"

namespace llmzip {
namespace {

// Both are below 2^32, or else the size is that of the largest claim.
std::uint64_t SizeOf(std::uint64_t rows, std::uint64_t stride) {
  constexpr std::uint64_t kMost = UINT32_MAX;
  return std::min(std::min(rows, kMost) * std::min(stride, kMost), Claims::kFarthest);
}

}  // namespace

bool ClaimPicture(const PictureParameters& picture, std::uint64_t file, std::uint64_t offset, std::uint64_t rows,
                  Claims* claims) {
  Bytes parameters = picture.Serialised();
  if (rows == 0 || !PictureParameters::Parse(parameters).ok()) return false;
  claims->Add(Kind::kPicture, file, offset, SizeOf(rows, picture.stride), std::move(parameters));
  return true;
}

bool ClaimRows(std::uint64_t stride, std::uint64_t step, std::uint8_t width, bool big_endian, std::uint64_t file,
               std::uint64_t offset, std::uint64_t rows, Claims* claims) {
  if (rows == 0 || step < 1 || step > stride || stride > RecordsParameters::kMaxStride) return false;
  const RecordsParameters records{static_cast<std::uint32_t>(stride), static_cast<std::uint32_t>(step), 0, width,
                                  big_endian};
  claims->Add(Kind::kRecords, file, offset, SizeOf(rows, stride), records.Serialised());
  return true;
}

}  // namespace llmzip
