import BertKernels
import Foundation

/// This machine, as the system describes it; what the system does not say is nil.
struct Machine {
  let processor: String
  let maker: String?
  let family: Int?
  let model: Int?
  let stepping: Int?
  /// The microarchitecture; see ``ProcessorKind``.
  let kind: String?
  /// The vector and matrix units that kernels are written for and this architecture can have.
  let units: [Unit]
  /// Physical cores; each may run several threads.
  let cores: Int?
  /// Threads that this process may use at the same time.
  let threads: Int
  let caches: [Cache]
  let memoryBytes: Int
  /// Memory that programs can allocate now.
  let availableBytes: Int?
  /// The operating system and its version.
  let system: String

  struct Unit {
    let name: String
    let isUsable: Bool
    /// Whether the processor has it; nil where the system does not say.
    let isPresent: Bool?
  }

  struct Cache {
    let level: Int
    /// `data`, `instruction` or `unified`.
    let content: String
    let bytes: Int
    /// Threads that share it; nil where the system does not say.
    let threads: Int?
  }

  /// This machine.
  static var current: Machine {
    let fields = SystemFiles.processor
    func number(_ name: String) -> Int? { fields[name].flatMap { Int($0) } }
    let maker = fields["vendor_id"], family = number("cpu family"), model = number("model")
    var kind: String?
    if let maker, let family, let model { kind = ProcessorKind.name(maker: maker, family: family, model: model) }
    let flags = (fields["flags"] ?? fields["Features"]).map { Set($0.split(separator: " ").map(String.init)) }
    return Machine(
      processor: ProcessorName.current, maker: maker, family: family, model: model, stepping: number("stepping"),
      kind: kind,
      units: Processor.Unit.allCases.filter(\.isOfThisArchitecture).map { unit in
        Unit(
          name: unit.rawValue, isUsable: unit.isUsable,
          isPresent: unit.isUsable ? true : flags.map { $0.contains(unit.flag) })
      },
      cores: coreCount, threads: ProcessInfo.processInfo.activeProcessorCount, caches: cacheList,
      memoryBytes: Int(ProcessInfo.processInfo.physicalMemory), availableBytes: SystemFiles.memory("MemAvailable"),
      system: ProcessInfo.processInfo.operatingSystemVersionString)
  }

  /// Bytes of the largest cache.
  var lastCacheBytes: Int { caches.map(\.bytes).max() ?? 0 }

  #if os(macOS)
    private static var coreCount: Int? { number("hw.physicalcpu") }

    private static var cacheList: [Cache] {
      let names = [
        (1, "data", "hw.l1dcachesize"), (1, "instruction", "hw.l1icachesize"), (2, "unified", "hw.l2cachesize"),
        (3, "unified", "hw.l3cachesize"),
      ]
      return names.compactMap { level, content, name in
        number(name).flatMap { $0 > 0 ? Cache(level: level, content: content, bytes: $0, threads: nil) : nil }
      }
    }

    private static func number(_ name: String) -> Int? {
      var value = 0, size = MemoryLayout<Int>.size
      return sysctlbyname(name, &value, &size, nil, 0) == 0 ? value : nil
    }
  #else
    private static let folder = "/sys/devices/system/cpu"

    /// The number of different lists of threads, because each core has one list.
    private static var coreCount: Int? {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let lists = names.filter { $0.hasPrefix("cpu") && Int($0.dropFirst(3)) != nil }.compactMap {
        SystemFiles.line("\(folder)/\($0)/topology/thread_siblings_list")
      }
      return lists.isEmpty ? nil : Set(lists).count
    }

    /// The caches of the first processor.
    private static var cacheList: [Cache] {
      (0..<10).compactMap { index in
        let place = "\(folder)/cpu0/cache/index\(index)"
        guard let level = SystemFiles.line(place + "/level").flatMap({ Int($0) }),
          let type = SystemFiles.line(place + "/type"),
          let size = SystemFiles.line(place + "/size"), size.hasSuffix("K"), let kilobytes = Int(size.dropLast())
        else { return nil }
        return Cache(
          level: level, content: type.lowercased(), bytes: kilobytes << 10,
          threads: SystemFiles.line(place + "/shared_cpu_list").flatMap(SystemFiles.count(ofList:)))
      }
    }
  #endif
}
