// ModelStream: a language model's file, written tensor by tensor, in the order of TensorsOf.
//
// The header is padded with spaces so that the matrices of layers lie at multiples of 64 bytes in the file, and so in a
// mapped one. Thread safety: none.
#ifndef LLMZIP_IMPORT_MODEL_STREAM_H_
#define LLMZIP_IMPORT_MODEL_STREAM_H_

#include <cstddef>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"
#include "model/language/language_config.h"
#include "model/safetensors.h"

namespace llmzip::importer {

class ModelStream {
 public:
  ModelStream(ByteSink& sink, std::vector<TensorShape> tensors) : sink_(sink), tensors_(std::move(tensors)) {}

  /// `metadata` in any order. Once, before all else.
  Status WriteHeader(const Metadata& metadata);

  /// The next bytes of the tensor that is due. A defect of the caller's, to write more than it has, is kInternal.
  Status Write(ByteView bytes);
  Status WriteFloats(const std::vector<float>& numbers);
  Status WriteIntegers(const std::vector<std::uint32_t>& numbers);

  /// Says that `tensor` comes next: kInternal if it does not, or if the one before is not whole.
  Status Begin(std::string_view tensor);

  /// All tensors are whole.
  Status Finish();

 private:
  ByteSink& sink_;
  std::vector<TensorShape> tensors_;
  std::size_t next_ = 0;
  std::uint64_t due_ = 0;  // bytes of the tensor before
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_MODEL_STREAM_H_
