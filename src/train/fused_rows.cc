// The fused functions that work row by row.

#include "train/dispatch_type.h"
#include "train/fused.h"

namespace llmzip::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t kGrainRows = 64;

/// body(first row, rows) over all rows of `rows_of`, whose last dimension is a row.
template <typename Body>
void ForRows(const Tensor& rows_of, const Body& body) {
  const std::int64_t rows = rows_of.numel() / rows_of.size(-1);
  at::parallel_for(0, rows, kGrainRows, [&](std::int64_t begin, std::int64_t end) {
    body(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  });
}

struct AddNormFunction : public Function<AddNormFunction> {
  static variable_list forward(AutogradContext* context, const Tensor& x, const Tensor& y, bool quantise,
                               std::int64_t type) {
    const Tensor from = x.contiguous();
    const bool adds = y.numel() > 0;
    const Tensor add = y.contiguous();
    const Tensor sum = torch::empty_like(from);
    const Tensor normed = torch::empty_like(from, from.options().dtype(static_cast<torch::ScalarType>(type)));
    const Tensor scales = torch::empty({from.numel() / from.size(-1)}, from.options());
    WithType(normed, [&]<typename T>() {
      ForRows(from, [&](std::size_t row, std::size_t rows) {
        const auto n = static_cast<std::size_t>(from.size(-1));
        GetKernels<T>().add_norm(Data<float>(from) + row * n, adds ? Data<T>(add) + row * n : nullptr, rows, n,
                                 quantise, MutableData<float>(sum) + row * n, MutableData<T>(normed) + row * n,
                                 MutableData<float>(scales) + row);
      });
    });
    context->save_for_backward({sum, scales});
    context->saved_data["adds"] = adds;
    context->set_materialize_grads(false);
    return {sum, normed};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor& sum = saved[0];
    const Tensor d_sum = gradients[0].defined() ? gradients[0].contiguous() : gradients[0];
    const Tensor d_normed = gradients[1].contiguous();
    const Tensor d_x = torch::empty_like(sum);
    const Tensor d_y = context->saved_data["adds"].toBool() ? torch::empty_like(d_normed) : Tensor();
    WithType(d_normed, [&]<typename T>() {
      ForRows(sum, [&](std::size_t row, std::size_t rows) {
        const auto n = static_cast<std::size_t>(sum.size(-1));
        GetKernels<T>().add_norm_gradient(Data<float>(sum) + row * n, Data<float>(saved[1]) + row,
                                          d_sum.defined() ? Data<float>(d_sum) + row * n : nullptr,
                                          Data<T>(d_normed) + row * n, rows, n, MutableData<float>(d_x) + row * n,
                                          d_y.defined() ? MutableData<T>(d_y) + row * n : nullptr);
      });
    });
    return {d_x, d_y, Tensor(), Tensor()};
  }
};

struct SquaredReluFunction : public Function<SquaredReluFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& u, bool quantise) {
    const Tensor from = u.contiguous();
    Tensor out = torch::empty_like(from);
    WithType(from, [&]<typename T>() {
      ForRows(from, [&](std::size_t row, std::size_t rows) {
        const auto n = static_cast<std::size_t>(from.size(-1));
        GetKernels<T>().squared_relu(Data<T>(from) + row * n, rows, n, quantise, MutableData<T>(out) + row * n);
      });
    });
    context->save_for_backward({from});
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Tensor u = context->get_saved_variables()[0];
    const Tensor d_out = gradients[0].contiguous();
    const Tensor d_u = torch::empty_like(u);
    WithType(u, [&]<typename T>() {
      ForRows(u, [&](std::size_t row, std::size_t rows) {
        const auto n = static_cast<std::size_t>(u.size(-1));
        GetKernels<T>().squared_relu_gradient(Data<T>(u) + row * n, Data<T>(d_out) + row * n, rows * n,
                                              MutableData<T>(d_u) + row * n);
      });
    });
    return {d_u, Tensor()};
  }
};

}  // namespace

std::pair<Tensor, Tensor> Fused::AddNorm(const Tensor& x, const Tensor& y, bool quantise,
                                         torch::ScalarType type) const {
  const auto both =
      AddNormFunction::apply(x, y.defined() ? y : torch::empty({0}), quantise, static_cast<std::int64_t>(type));
  return {both[0], both[1]};
}

Tensor Fused::SquaredRelu(const Tensor& u, bool quantise) const { return SquaredReluFunction::apply(u, quantise); }

Tensor Fused::RoundedRows(const Tensor& rows) const {
  const Tensor from = rows.contiguous();
  Tensor out = torch::empty_like(from);
  WithType(from, [&]<typename T>() {
    ForRows(from, [&](std::size_t row, std::size_t count) {
      const auto n = static_cast<std::size_t>(from.size(-1));
      GetKernels<T>().requantise(Data<T>(from) + row * n, count, n, MutableData<T>(out) + row * n);
    });
  });
  return out;
}

std::pair<Tensor, Tensor> Fused::CrossEntropy(const Tensor& logits, const Tensor& bias, const Tensor& targets,
                                              bool gradient) const {
  const Tensor from = logits.contiguous();
  const Tensor bits = torch::empty({from.size(0)}, bias.options());
  const Tensor d_logits = gradient ? torch::empty_like(from) : Tensor();
  WithType(from, [&]<typename T>() {
    ForRows(from, [&](std::size_t row, std::size_t rows) {
      GetKernels<T>().cross_entropy(Data<T>(from) + row * 256, Data<float>(bias), Data<std::uint8_t>(targets) + row,
                                    rows, MutableData<float>(bits) + row,
                                    gradient ? MutableData<T>(d_logits) + row * 256 : nullptr);
    });
  });
  return {bits, d_logits};
}

const Functions& FusedFunctions() {
  static const Fused functions;
  return functions;
}

}  // namespace llmzip::train
