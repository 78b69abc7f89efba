// measure.h: bits per byte that a network in training needs for given bytes.
#ifndef LLMZIP_TRAIN_MEASURE_H_
#define LLMZIP_TRAIN_MEASURE_H_

#include <vector>

#include "llmzip/codec.h"
#include "train/trained_network.h"

namespace llmzip::train {

/// Bits per byte of each part, cut into independent streams of at most `stream_bytes`; at most `most_bytes` of a part
/// are measured.
std::vector<double> BitsPerByte(const TrainedNetwork& network, const Numerics& numerics,
                                const std::vector<ByteView>& parts, std::uint64_t stream_bytes,
                                std::uint64_t most_bytes);

/// Bits of every byte of one stream.
std::vector<float> BitsOfStream(const TrainedNetwork& network, const Numerics& numerics, ByteView stream);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_MEASURE_H_
