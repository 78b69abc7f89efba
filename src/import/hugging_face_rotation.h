// What config.json says about rotary positions, in its older and newer ways. Thread safety: none.
#ifndef LLMZIP_IMPORT_HUGGING_FACE_ROTATION_H_
#define LLMZIP_IMPORT_HUGGING_FACE_ROTATION_H_

#include <cstdint>

#include "import/config_reader.h"
#include "import/rotary_speeds.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// Of `rotated` elements. `context`: max_position_embeddings. `base_key`: where the base stands, unless it is in
/// rope_parameters.
StatusOr<RotarySpeeds> SpeedsOfConfig(ConfigReader& config, std::uint32_t rotated, std::uint32_t context,
                                      const char* base_key);

/// The share of a head that turns, if config.json says one.
StatusOr<double> RotatedShare(ConfigReader& config, double otherwise);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_HUGGING_FACE_ROTATION_H_
