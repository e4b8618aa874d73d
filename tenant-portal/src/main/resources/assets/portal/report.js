// Draws the ten most used diagnoses from the table on the page; the table is what screen readers get.
(() => {
  'use strict';
  const place = document.getElementById('chart');
  if (!place || !window.echarts) return;

  const rows = [...document.querySelectorAll('[data-testid="report-table"] tbody tr')]
    .slice(0, 10)
    .map((row) => ({
      code: row.dataset.code,
      label: row.dataset.label,
      share: Number(row.dataset.share),
    }))
    .reverse();
  const decimal = place.dataset.decimal;
  const percent = (value) => value.toFixed(2).replace('.', decimal) + (decimal === ',' ? ' %' : '%');
  const font = getComputedStyle(document.body).fontFamily;
  const chart = window.echarts.init(place, null, { renderer: 'canvas' });

  function draw() {
    const narrow = place.clientWidth < 560;
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: font, fontSize: 14, color: '#1a1a1a' },
      grid: { left: narrow ? 44 : 300, right: 72, top: 4, bottom: 28 },
      xAxis: {
        type: 'value',
        min: 0,
        splitNumber: narrow ? 2 : 5,
        axisLabel: { formatter: (value) => value + (decimal === ',' ? ' %' : '%'), color: '#525252' },
        splitLine: { lineStyle: { color: '#e0e0e0' } },
      },
      yAxis: {
        type: 'category',
        data: rows.map((row) => (narrow ? row.code : `${row.code}  ${row.label}`)),
        axisLabel: { width: narrow ? 40 : 288, overflow: 'truncate', fontSize: 14, color: '#1a1a1a' },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: '#8e8e8e' } },
      },
      series: [
        {
          type: 'bar',
          silent: true,
          barMaxWidth: 24,
          data: rows.map((row) => row.share),
          itemStyle: { color: '#0b4f5c' },
          label: { show: true, position: 'right', color: '#1a1a1a', formatter: (bar) => percent(bar.value) },
        },
      ],
    });
  }

  draw();
  window.addEventListener('resize', () => {
    chart.resize();
    draw();
  });
})();
