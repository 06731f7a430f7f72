import Foundation
import Testing

/// `bertft info`: what it says of the machine is what the system says, and what it measures is there.
struct InfoTests {
  private static let outcome = Result { try Program.run(["info", "--json", "--threads", "2"]) }

  private func object() throws -> [String: Any] {
    let outcome = try Self.outcome.get()
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func machineIsThatOfTheSystem() throws {
    let info = try object()
    let processor = try #require(info["processor"] as? [String: Any])
    #expect(processor["supported"] as? Bool == true)
    let units = try #require(processor["units"] as? [[String: Any]])
    #expect(units.contains { $0["usable"] as? Bool == true })
    #expect(info["threads"] as? Int == ProcessInfo.processInfo.activeProcessorCount)
    #expect((info["memory"] as? [String: Any])?["bytes"] as? Int == Int(ProcessInfo.processInfo.physicalMemory))
    let versions = try #require(info["versions"] as? [String: String])
    #expect(versions["bertft"] == info["version"] as? String)
    for name in ["ICU", "SentencePiece", "SQLite", "zlib", "bzip2", "zstd", "libpq"] {
      #expect(versions[name]?.first?.isNumber == true, "\(name) \(versions)")
    }
    #if os(Linux)
      let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      func field(_ name: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }?.split(separator: ":", maxSplits: 1).last.map {
          $0.trimmingCharacters(in: .whitespaces)
        }
      }
      if let name = field("model name") { #expect(processor["name"] as? String == name) }
      if let flags = field("flags").map({ Set($0.split(separator: " ").map(String.init)) }) {
        for unit in units {
          // Linux spells the unit with other marks and in small letters: AVX512-VNNI is avx512_vnni, AVX-512 avx512f.
          let name = try #require(unit["name"] as? String)
          let flag = name == "AVX-512" ? "avx512f" : name.lowercased().replacingOccurrences(of: "-", with: "_")
          #expect(unit["present"] as? Bool == flags.contains(flag), "\(name)")
          if unit["usable"] as? Bool == true { #expect(flags.contains(flag), "\(name)") }
        }
      }
      let caches = try #require(info["caches"] as? [[String: Any]])
      // The C library tells the sizes by another way.
      let second = sysconf(Int32(_SC_LEVEL2_CACHE_SIZE))
      if second > 0, let found = caches.first(where: { $0["level"] as? Int == 2 }) {
        #expect(found["bytes"] as? Int == second)
      }
    #endif
  }

  @Test func peaksAreMeasured() throws {
    let info = try object()
    let measured = try #require(info["measured"] as? [String: Any])
    let products = try #require(measured["products"] as? [[String: Any]])
    for format in ["fp32", "bf16", "int8"] {
      let own = products.filter { $0["format"] as? String == format }
      #expect(own.map { $0["threads"] as? Int } == [1, 2], "\(products)")
      #expect(own.allSatisfy { ($0["operations_per_second"] as? Double ?? 0) > 1e8 }, "\(products)")
    }
    let reading = try #require(measured["reading"] as? [[String: Any]])
    #expect(reading.count == 2 && reading.allSatisfy { ($0["bytes_per_second"] as? Double ?? 0) > 1e7 }, "\(reading)")
    // What was measured is what computes.
    let kernels = try #require(info["kernels"] as? [[String: String]])
    for product in products {
      let format = try #require(product["format"] as? String)
      let kernel = kernels.first { $0["work"] == "products, \(format)" }?["kernel"]
      #expect(kernel != nil && kernel == product["kernel"] as? String, "\(kernels)")
    }
  }

  @Test func textHasTheSame() throws {
    let outcome = try Program.run(["info", "--threads", "1"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    for word in ["processor", "units", "caches", "memory", "versions", "products, fp32", "GFLOP/s", "1 thread", "GB/s"]
    {
      #expect(outcome.output.contains(word), "\(outcome)")
    }
    let figures = outcome.outputLines.drop { !$0.hasPrefix("measured") }
    #expect(figures.count == 5 && figures.allSatisfy { !$0.contains("2 threads") }, "\(outcome)")
  }

  @Test(arguments: [["info", "--threads", "0"], ["info", "here"], ["info", "--quiet"]])
  func mistakesAreUsageErrors(arguments: [String]) throws {
    #expect(try Program.run(arguments).status == 64)
  }
}
