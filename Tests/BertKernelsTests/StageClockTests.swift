import BertKernels
import Foundation
import Testing

/// The clock of stages: each moment of the calling thread belongs to one stage, by the two rules of ``StageClock``.
struct StageClockTests {
  private func wait(_ milliseconds: Int) { Thread.sleep(forTimeInterval: Double(milliseconds) / 1000) }

  @Test func eachMomentBelongsToOneStage() throws {
    let began = ContinuousClock.now
    let times = try #require(
      StageClock.measuring {
        StageClock.time(.reading) { wait(20) }
        for _ in 0..<2 {
          StageClock.time(.step) {
            StageClock.time(.products) {
              wait(10)
              StageClock.time(.packing) { wait(5) }
            }
          }
        }
        return StageClock.times
      })
    let elapsed = Double((ContinuousClock.now - began) / .milliseconds(1)) / 1000
    #expect(times.steps == 2)
    #expect(times.seconds(.reading) >= 0.02 && times.seconds(.products) >= 0.02 && times.seconds(.packing) >= 0.01)
    #expect(times.total >= 0.05 && times.total <= elapsed)
    let sum = Stage.allCases.reduce(0) { $0 + times.seconds($1) }
    #expect(abs(sum - times.total) < 1e-9)
    #expect(abs(times.stepping - times.seconds(.step) - times.seconds(.products) - times.seconds(.packing)) < 1e-9)
    #expect(times.namedShare > 0.5 && times.namedShare <= 1)
    // Nothing measures any more.
    #expect(StageClock.times == nil && StageClock.enter(.reading) == .other)
  }

  @Test func arithmeticCountsOnlyWithinSteps() throws {
    let times = try #require(
      StageClock.measuring {
        StageClock.time(.products) { wait(2) }
        StageClock.time(.validation) { StageClock.time(.products) { wait(2) } }
        return StageClock.times
      })
    #expect(times.seconds(.products) == 0)
    #expect(times.seconds(.validation) >= 0.002 && times.seconds(.other) >= 0.002)
  }

  @Test func whatIsBegunFirstCounts() throws {
    let times = try #require(
      StageClock.measuring {
        StageClock.time(.readingBack) {
          StageClock.time(.opening) { wait(2) }
          // An encoder that checks the bundle takes no steps of the run.
          StageClock.time(.step) { StageClock.time(.products) { wait(2) } }
        }
        return StageClock.times
      })
    #expect(times.seconds(.opening) == 0 && times.seconds(.products) == 0 && times.steps == 0)
    #expect(times.seconds(.readingBack) >= 0.004)
  }

  @Test func otherThreadsAreWaitedFor() throws {
    let pool = ThreadPool(threads: 2)
    let times = try #require(
      StageClock.measuring {
        StageClock.time(.step) {
          pool.run { part in
            if part == 1 { StageClock.time(.products) { wait(20) } }
          }
        }
        return StageClock.times
      })
    #expect(times.seconds(.products) == 0 && times.seconds(.waiting) > 0.01)
  }

  @Test func whatEndsInAnErrorIsLeft() throws {
    struct Failure: Error {}
    let times = try #require(
      StageClock.measuring {
        #expect(throws: Failure.self) { try StageClock.time(.opening) { throw Failure() } }
        StageClock.time(.hashing) { wait(2) }
        return StageClock.times
      })
    #expect(times.seconds(.hashing) >= 0.002)
  }

  /// A product is the same bytes under the clock, and its parts are told apart.
  @Test func productsAreMeasuredAndTheSame() throws {
    // Of several threads another may take all the pieces, and the clock is the caller's.
    let compute = Compute(threads: 1)
    let a = Matrix(rows: 200, columns: 300), b = Matrix(rows: 300, columns: 130), bias = Matrix(rows: 1, columns: 130)
    for row in 0..<200 { for column in 0..<300 { a[row, column] = Float((row * 7 + column * 3) % 11) - 5 } }
    for row in 0..<300 { for column in 0..<130 { b[row, column] = Float((row * 5 + column) % 13) - 6 } }
    func product() -> [Float] {
      let c = Matrix(rows: 200, columns: 130)
      compute.multiply(a.operand, b.operand, into: c, .bias(bias))
      return c.toArray()
    }
    let without = product()
    let (with, times) = StageClock.measuring { (StageClock.time(.step) { product() }, StageClock.times) }
    #expect(with == without)
    for stage in [Stage.packing, .products, .epilogues] { #expect(times?.seconds(stage) ?? 0 > 0, "\(stage)") }
  }

  @Test func speedsAreMeasured() {
    let compute = Compute(threads: 1)
    // A processor that runs these tests does more than a tenth of an operation in a nanosecond.
    #expect(compute.productSpeed(seconds: 0) > 1e8)
    #expect(compute.quantizedProductSpeed(seconds: 0) > 1e8)
    #expect(compute.readingSpeed(bytes: 1 << 20, seconds: 0) > 1e7)
  }
}
