export function ForecastPage() {
  return <p>ForecastPage</p>
}
