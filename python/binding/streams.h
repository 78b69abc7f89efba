// Python's file objects and callbacks as the library's streams. Each takes the GIL for as long as it calls Python.
#ifndef LLMZIP_PYTHON_BINDING_STREAMS_H_
#define LLMZIP_PYTHON_BINDING_STREAMS_H_

#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstdint>

#include "errors.h"
#include "llmzip/progress.h"
#include "llmzip/stream.h"

namespace llmzip::python {

/// A view of any C-contiguous buffer, held until the object goes.
class BufferView {
 public:
  explicit BufferView(const py::handle& object) {
    if (PyObject_GetBuffer(object.ptr(), &view_, PyBUF_SIMPLE) != 0) throw py::error_already_set();
  }
  BufferView(const BufferView&) = delete;
  BufferView& operator=(const BufferView&) = delete;
  ~BufferView() { PyBuffer_Release(&view_); }

  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return {static_cast<const std::uint8_t*>(view_.buf), static_cast<std::size_t>(view_.len)};
  }

 private:
  Py_buffer view_{};
};

inline py::bytes ToBytes(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// read(size) of a file object.
class FileSource final : public ByteSource {
 public:
  FileSource(py::object file, Call* call) : read_(file.attr("read")), call_(call) {}

  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override {
    const py::gil_scoped_acquire gil;
    try {
      const py::object given = read_(buffer.size());
      const BufferView view(given);
      if (view.bytes().size() > buffer.size()) return Status::IoError("read() gave more bytes than asked for");
      std::ranges::copy(view.bytes(), buffer.begin());
      return view.bytes().size();
    } catch (py::error_already_set& error) {
      return call_->Keep(error);
    }
  }

 private:
  py::object read_;
  Call* call_;
};

/// write(bytes) of a file object. A write that takes fewer bytes is asked again for the rest.
class FileSink final : public ByteSink {
 public:
  FileSink(py::object file, Call* call) : write_(file.attr("write")), call_(call) {}

  Status Write(std::span<const std::uint8_t> bytes) override {
    const py::gil_scoped_acquire gil;
    try {
      while (!bytes.empty()) {
        const py::object taken = write_(ToBytes(bytes));
        const std::size_t count = taken.is_none() ? bytes.size() : py::cast<std::size_t>(taken);
        if (count == 0 || count > bytes.size()) return Status::IoError("write() took no bytes, or too many");
        bytes = bytes.subspan(count);
      }
      return Status::Ok();
    } catch (py::error_already_set& error) {
      return call_->Keep(error);
    } catch (const py::cast_error&) {
      return Status::IoError("write() returned no number of bytes");
    }
  }

 private:
  py::object write_;
  Call* call_;
};

/// seek and read of a file object whose size was asked once.
class SeekableFile final : public RandomAccessSource {
 public:
  SeekableFile(py::object file, Call* call) : file_(std::move(file)), call_(call) {
    size_ = py::cast<std::uint64_t>(file_.attr("seek")(0, 2));
  }

  [[nodiscard]] std::uint64_t size() const override { return size_; }

  Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
    const py::gil_scoped_acquire gil;
    try {
      file_.attr("seek")(offset);
      while (!buffer.empty()) {
        const py::object given = file_.attr("read")(buffer.size());
        const BufferView view(given);
        if (view.bytes().empty()) return Status::Corrupt("the archive is cut short");
        if (view.bytes().size() > buffer.size()) return Status::IoError("read() gave more bytes than asked for");
        std::ranges::copy(view.bytes(), buffer.begin());
        buffer = buffer.subspan(view.bytes().size());
      }
      return Status::Ok();
    } catch (py::error_already_set& error) {
      return call_->Keep(error);
    }
  }

 private:
  py::object file_;
  Call* call_;
  std::uint64_t size_ = 0;
};

/// Ctrl-C, warnings, and `progress(raw_bytes, archive_bytes)`, which stops the call by returning False.
class CallProgress final : public Progress {
 public:
  CallProgress(py::object callback, Call* call) : callback_(std::move(callback)), call_(call) {}

  bool Report(const Totals& done) override {
    const py::gil_scoped_acquire gil;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (callback_.is_none()) return true;
      const py::object answer = callback_(done.raw_bytes, done.coded_bytes);
      return answer.is_none() || py::cast<bool>(answer);
    } catch (py::error_already_set& error) {
      const Status kept = call_->Keep(error);
      return false;
    } catch (const py::cast_error&) {
      return true;
    }
  }

  void Warn(const char* message) override {
    const py::gil_scoped_acquire gil;
    if (PyErr_WarnEx(PyExc_UserWarning, message, 1) != 0) {  // warnings may be errors
      py::error_already_set error;
      const Status kept = call_->Keep(error);
    }
  }

 private:
  py::object callback_;
  Call* call_;
};

}  // namespace llmzip::python

#endif  // LLMZIP_PYTHON_BINDING_STREAMS_H_
