#include "predictors/picture/layout.h"

namespace llmzip::picture {

Layout LayoutOf(const PictureParameters& parameters) {
  Layout layout;
  layout.row_bytes = static_cast<std::size_t>(parameters.RowBytes());
  layout.stride = parameters.stride;
  layout.phase = parameters.phase;
  layout.row = parameters.row;
  layout.bits = parameters.bits;
  layout.channels = parameters.channels;
  layout.little_endian = parameters.little_endian;
  layout.alpha = parameters.alpha_last && (parameters.channels == 2 || parameters.channels == 4);
  if (parameters.bits < 8 || (parameters.palette && parameters.bits == 8 && parameters.channels == 1)) {
    layout.as = Layout::As::kIndices;
    layout.width = parameters.width;
    return layout;
  }
  if (parameters.width > kMostWidth) {  // bytes in rows
    layout.width = layout.stride;
    layout.row_bytes = layout.stride;
    layout.bits = 8;
    layout.channels = 1;
    layout.as = Layout::As::kIndices;
    return layout;
  }
  layout.as = Layout::As::kSamples;
  layout.width = parameters.width;
  std::size_t plane = 0;
  const std::size_t colours = layout.channels - (layout.alpha ? 1 : 0);
  if (layout.alpha) layout.order[plane++] = static_cast<std::uint8_t>(layout.channels - 1);
  if (colours == 3) {
    const bool blue_first = parameters.blue_first;
    layout.order[plane++] = 1;
    layout.order[plane++] = blue_first ? 2 : 0;
    layout.order[plane++] = blue_first ? 0 : 2;
  } else {
    for (std::size_t c = 0; c < colours; ++c) layout.order[plane++] = static_cast<std::uint8_t>(c);
  }
  return layout;
}

}  // namespace llmzip::picture
