// export_model.h: converts between trained floats and the int8 model files that the decoder runs.
#ifndef LLMZIP_TRAIN_EXPORT_MODEL_H_
#define LLMZIP_TRAIN_EXPORT_MODEL_H_

#include "model/model.h"
#include "model/safetensors.h"
#include "train/trained_network.h"

namespace llmzip::train {

/// The model file: matrices rounded to int8 a row, everything else as it is.
Bytes ExportModel(const TrainedNetwork& network, const Metadata& metadata);

/// The parameters of a model file, to continue training. The network must have the model's config, or a larger one that
/// growth.h allows.
void ImportModel(const Model& model, TrainedNetwork* network);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_EXPORT_MODEL_H_
