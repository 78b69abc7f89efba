// Predictors written in Python: an object with predict(lanes) and update(symbols), made by a callable that is
// registered under a name.
//
// The object is called with the GIL on whatever thread codes a block. What it returns is checked in every row: shape,
// numbers, sum. Probabilities become frequencies by IEEE 754 doubles in a fixed order: with A symbols, P the sum of a
// row from its first symbol on, and f = (2^24 - A - 16) ÷ P,
//   frequency = 1 + trunc(p × f)
// and the rest up to 2^24 goes to the likeliest symbol, of equals the first. The rule is that for checkpoints' logits
// (src/coding/logit_frequencies.h) after the exponential.
// Integer rows are frequencies: each at least 1, their sum a power of two up to 2^24, to which they are scaled.
#include <pybind11/numpy.h>

#include <bit>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "errors.h"
#include "llmzip/register.h"
#include "parts.h"

namespace llmzip::python {
namespace {

constexpr unsigned kBits = 24;
constexpr std::uint32_t kReserve = 16;  // for what rounding may add

Status FromProbabilities(std::span<const double> row, std::span<Frequency> frequencies) {
  double sum = 0;
  std::size_t likeliest = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!(row[i] >= 0) || std::isinf(row[i])) {
      return Status::InvalidArgument("predict() returned a probability that is negative, infinite or no number");
    }
    sum += row[i];
    if (row[i] > row[likeliest]) likeliest = i;
  }
  if (!(sum > 0) || std::isinf(sum)) {
    return Status::InvalidArgument("predict() returned a row of probabilities that are all 0, or too large to add up");
  }
  const double factor = ((1U << kBits) - static_cast<double>(row.size()) - kReserve) / sum;
  Frequency used = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    // The quotient of numbers near the smallest may be infinite; nothing likelier than all exists.
    const double share = std::min(row[i] * factor, static_cast<double>(1U << kBits));
    frequencies[i] = 1 + static_cast<Frequency>(share > 0 ? share : 0);
    used += frequencies[i];
    if (used > (1U << kBits)) return Status::InvalidArgument("predict() returned probabilities too small to add up");
  }
  frequencies[likeliest] += (1U << kBits) - used;
  return Status::Ok();
}

Status FromIntegers(std::span<const std::int64_t> row, std::span<Frequency> frequencies) {
  std::uint64_t sum = 0;
  for (const std::int64_t frequency : row) {
    if (frequency < 1 || frequency > (std::int64_t{1} << kBits)) {
      return Status::InvalidArgument("predict() returned a frequency that is not within 1 and 2^24");
    }
    sum += static_cast<std::uint64_t>(frequency);
  }
  if (!std::has_single_bit(sum) || sum > (std::uint64_t{1} << kBits)) {
    return Status::InvalidArgument("predict() returned frequencies whose sum is not a power of two up to 2^24");
  }
  const unsigned shift = kBits - static_cast<unsigned>(std::countr_zero(sum));
  for (std::size_t i = 0; i < row.size(); ++i) frequencies[i] = static_cast<Frequency>(row[i]) << shift;
  return Status::Ok();
}

class PythonPredictor final : public Predictor {
 public:
  /// Takes the object over. With the GIL.
  PythonPredictor(py::object object, std::string name, std::uint32_t alphabet_size, unsigned lanes,
                  std::string environment)
      : object_(std::move(object)),
        predict_(object_.attr("predict")),
        update_(object_.attr("update")),
        name_(std::move(name)),
        environment_(std::move(environment)),
        alphabet_size_(alphabet_size),
        lanes_(lanes) {}

  ~PythonPredictor() override {  // NOLINT(bugprone-exception-escape): taking the GIL does not throw
    const py::gil_scoped_acquire gil;
    update_ = py::object();
    predict_ = py::object();
    object_ = py::object();
  }

  [[nodiscard]] std::uint32_t alphabet_size() const override { return alphabet_size_; }
  [[nodiscard]] unsigned frequency_bits() const override { return kBits; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }
  [[nodiscard]] std::string environment() const override { return environment_; }

  Status Predict(std::span<Frequency> frequencies) override {
    const py::gil_scoped_acquire gil;
    const std::size_t active = frequencies.size() / alphabet_size_;
    return Guarded("predict", [&]() -> Status {
      const py::array given = py::array::ensure(predict_(active));
      if (!given) {
        PyErr_Clear();
        return Status::InvalidArgument("predict() returned no array of numbers");
      }
      const bool one_row = given.ndim() == 1 && active == 1;
      const std::size_t columns = static_cast<std::size_t>(given.ndim() == 0 ? 0 : given.shape(given.ndim() - 1));
      if ((!one_row && (given.ndim() != 2 || static_cast<std::size_t>(given.shape(0)) != active)) ||
          columns != alphabet_size_) {
        return Status::InvalidArgument("predict(" + std::to_string(active) +
                                       ") returned an array of another shape than (" + std::to_string(active) + ", " +
                                       std::to_string(alphabet_size_) + ")");
      }
      const char kind = given.dtype().kind();
      if (kind == 'f') return Rows<double>(given, frequencies, FromProbabilities);
      if (kind == 'i' || kind == 'u') return Rows<std::int64_t>(given, frequencies, FromIntegers);
      return Status::InvalidArgument("predict() returned an array that is neither of floats nor of integers");
    });
  }

  Status Update(std::span<const Symbol> symbols) override {
    const py::gil_scoped_acquire gil;
    return Guarded("update", [&] {
      py::array_t<std::uint32_t> array(static_cast<py::ssize_t>(symbols.size()));
      std::ranges::copy(symbols, array.mutable_data());
      update_(array);
      return Status::Ok();
    });
  }

 private:
  template <typename Number, typename Convert>
  Status Rows(const py::array& given, std::span<Frequency> frequencies, const Convert& convert) const {
    const auto rows = py::array_t<Number, py::array::c_style | py::array::forcecast>::ensure(given);
    if (!rows) {
      PyErr_Clear();
      return Status::InvalidArgument("predict() returned numbers that cannot be read");
    }
    for (std::size_t begin = 0; begin < frequencies.size(); begin += alphabet_size_) {
      LLMZIP_RETURN_IF_ERROR(convert(std::span<const Number>(rows.data() + begin, alphabet_size_),
                                     frequencies.subspan(begin, alphabet_size_)));
    }
    return Status::Ok();
  }

  template <typename Step>
  Status Guarded(const char* function, const Step& step) const {
    try {
      Status status = step();
      if (status.ok()) return status;
      return {status.code(), "predictor '" + name_ + "': " + status.message()};
    } catch (py::error_already_set& error) {
      return KeepCause("predictor '" + name_ + "': " + function + "() raised", error);
    }
  }

  py::object object_;
  py::object predict_;
  py::object update_;
  const std::string name_;
  const std::string environment_;
  const std::uint32_t alphabet_size_;
  const unsigned lanes_;
};

void Register(const std::string& name, const py::object& make, std::uint32_t alphabet_size, const std::string& summary,
              std::uint64_t memory_bytes, const std::string& environment) {
  if (!PyCallable_Check(make.ptr())) Raise(Status::InvalidArgument("what makes a predictor is not callable"));
  PredictorRegistration registration;
  registration.name = name;
  registration.summary = summary;
  registration.alphabet_size = alphabet_size;
  registration.environment = environment;
  registration.ns_per_byte = 1'000'000;  // Python
  registration.memory_bytes = [memory_bytes](const PredictorRequest&) { return memory_bytes; };
  // Registrations outlive the interpreter, whose objects must not be touched then: the callable is never released.
  PyObject* const callable = py::object(make).release().ptr();
  registration.make = [=](const PredictorRequest& request) -> StatusOr<std::unique_ptr<Predictor>> {
    const py::gil_scoped_acquire gil;
    try {
      const py::handle factory(callable);
      py::object made = request.argument.empty()
                            ? factory(request.lanes)
                            : factory(request.lanes, py::str(request.argument.data(), request.argument.size()));
      if (!py::hasattr(made, "predict") || !py::hasattr(made, "update")) {
        return Status::InvalidArgument("predictor '" + name + "' has no predict and update");
      }
      return std::unique_ptr<Predictor>(
          std::make_unique<PythonPredictor>(std::move(made), name, alphabet_size, request.lanes, environment));
    } catch (py::error_already_set& error) {
      return KeepCause("predictor '" + name + "': making it raised", error);
    }
  };
  const Status status = RegisterPredictor(std::move(registration));
  if (!status.ok()) {
    py::handle(callable).dec_ref();
    Raise(status);
  }
}

}  // namespace

void DefinePredictors(py::module_& module) { module.def("register_predictor", Register); }

}  // namespace llmzip::python
