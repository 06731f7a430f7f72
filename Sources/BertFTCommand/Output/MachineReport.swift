import BertExport
import BertFT
import BertKernels
import BertStorage

/// The result of `bertft info`.
struct MachineReport {
  let machine: Machine
  /// The measured speeds; nil on a processor that the kernels cannot run on.
  let peaks: MachinePeaks?

  /// The report as text.
  var lines: [String] {
    var table = Table(["processor", processor], leftAligned: [0, 1])
    table.add(["units", machine.units.filter(\.isUsable).map(\.name).joined(separator: ", ")])
    for unit in machine.units where !unit.isUsable && unit.isPresent == true {
      table.add(["not granted", "\(unit.name): the processor has it, and the system does not let programs use it"])
    }
    let cores = machine.cores.map { Figures.count($0, "core") + ", " } ?? ""
    table.add(["threads", cores + Figures.count(machine.threads, "thread") + " for this program"])
    table.add(["caches", machine.caches.map(Self.text).joined(separator: ", ")])
    let free = machine.availableBytes.map { ", \(Figures.bytes($0)) available" } ?? ""
    table.add(["memory", Figures.bytes(machine.memoryBytes) + free])
    table.add(["system", machine.system])
    table.add(["versions", versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")])
    guard let peaks else { return table.lines + ["", "bertft cannot compute here: it needs \(Processor.requirement)"] }
    return table.lines + [""] + kernelLines + [""] + Self.lines(peaks)
  }

  private var processor: String {
    let names = [("family", machine.family), ("model", machine.model), ("stepping", machine.stepping)]
    let numbers = names.compactMap { name, value in value.map { "\(name) \($0)" } }.joined(separator: ", ")
    let known = [machine.kind, numbers.isEmpty ? nil : numbers].compactMap { $0 }.joined(separator: "; ")
    return machine.processor + (known.isEmpty ? "" : " (\(known))")
  }

  private static func text(_ cache: Machine.Cache) -> String {
    let content = cache.content == "unified" ? "" : " \(cache.content)"
    let size = cache.bytes < 1 << 20 ? "\(cache.bytes >> 10) KiB" : "\(cache.bytes >> 20) MiB"
    let shared = cache.threads.map { $0 > 1 ? " for \($0) threads" : "" } ?? ""
    return "L\(cache.level)\(content) \(size)\(shared)"
  }

  private var versions: [(name: String, version: String)] {
    [("bertft", Version.current)] + TextLibraries.versions + CompressionLibraries.versions + DatabaseLibraries.versions
  }

  private var kernelLines: [String] {
    var table = Table(["work", "kernel"], leftAligned: [0, 1])
    for (work, kernel) in Self.kernels { table.add([work, kernel]) }
    return table.lines
  }

  /// The kernel of each kind of work.
  private static var kernels: [(work: String, kernel: String)] {
    let kernel = TileKernel.available[0]
    let rounded = BFloat16Kernel.available[0].name, quantized = QuantizedKernel.available[0].name
    return [
      ("products, fp32", kernel.name), ("products, bf16", rounded), ("products, int8", quantized),
      ("products, fp64", kernel.doubleName), ("attention, fp32 and int8", kernel.name), ("attention, bf16", rounded),
      ("rows: softmax, LayerNorm, GELU, dropout", kernel.rowsName),
    ]
  }

  private static func lines(_ peaks: MachinePeaks) -> [String] {
    let counts = peaks.reading.map(\.threads)
    var table = Table(["measured"] + counts.map { Figures.count($0, "thread") })
    for format in peaks.formats {
      let unit = format == "int8" ? "GOP/s" : "GFLOP/s"
      table.add(
        ["products, \(format)"]
          + peaks.products.filter { $0.format == format }.map {
            Figures.fixed($0.operationsPerSecond / 1e9, 0) + " " + unit
          })
    }
    table.add(
      ["reading of \(Figures.bytes(peaks.readBytes))"]
        + peaks.reading.map { Figures.fixed($0.bytesPerSecond / 1e9, 1) + " GB/s" })
    return table.lines
  }

  /// The report as one object.
  var json: JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    let units: [JSONValue] = machine.units.map {
      ["name": .string($0.name), "usable": .bool($0.isUsable), "present": $0.isPresent.map(JSONValue.bool) ?? .null]
    }
    let caches: [JSONValue] = machine.caches.map {
      [
        "level": .integer($0.level), "content": .string($0.content), "bytes": .integer($0.bytes),
        "threads": number($0.threads),
      ]
    }
    return [
      "version": .string(Version.current),
      "processor": [
        "name": .string(machine.processor), "maker": text(machine.maker), "family": number(machine.family),
        "model": number(machine.model), "stepping": number(machine.stepping), "kind": text(machine.kind),
        "supported": .bool(Processor.isSupported), "units": .array(units),
      ],
      "system": .string(machine.system), "cores": number(machine.cores), "threads": .integer(machine.threads),
      "caches": .array(caches),
      "memory": ["bytes": .integer(machine.memoryBytes), "available_bytes": number(machine.availableBytes)],
      "versions": .object(versions.map { ($0.name, .string($0.version)) }),
      "kernels": peaks == nil
        ? .null : .array(Self.kernels.map { ["work": .string($0.work), "kernel": .string($0.kernel)] }),
      "measured": peaks.map(Self.json) ?? .null,
    ]
  }

  private static func json(_ peaks: MachinePeaks) -> JSONValue {
    let products: [JSONValue] = peaks.products.map {
      [
        "format": .string($0.format), "kernel": .string($0.kernel), "threads": .integer($0.threads),
        "operations_per_second": .double($0.operationsPerSecond.rounded()),
      ]
    }
    let reading: [JSONValue] = peaks.reading.map {
      ["threads": .integer($0.threads), "bytes_per_second": .double($0.bytesPerSecond.rounded())]
    }
    return [
      "products": .array(products), "reading": .array(reading), "read_bytes": .integer(peaks.readBytes),
    ]
  }
}
