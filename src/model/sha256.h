// Sha256: the digest that identifies models, of bytes that come in pieces. Thread safety: none.
#ifndef LLMZIP_MODEL_SHA256_H_
#define LLMZIP_MODEL_SHA256_H_

#include <memory>

#include "base/digest.h"
#include "llmzip/codec.h"

namespace llmzip {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Update(ByteView bytes);

  /// Of all bytes so far; call it once.
  [[nodiscard]] ModelDigest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace llmzip

#endif  // LLMZIP_MODEL_SHA256_H_
