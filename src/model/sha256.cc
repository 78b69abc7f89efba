#include "model/sha256.h"

#include <openssl/evp.h>

namespace llmzip {

struct Sha256::State {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr);
}

Sha256::~Sha256() = default;

void Sha256::Update(ByteView bytes) { EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()); }

ModelDigest Sha256::Finish() {
  ModelDigest digest;
  EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr);
  return digest;
}

}  // namespace llmzip
