window.Redoc.init(
  '/openapi.json',
  {
    hideDownloadButton: false,
    disableSearch: false,
    theme: {
      colors: { primary: { main: '#0B6670' } },
      typography: {
        fontFamily: 'system-ui, sans-serif',
        headings: { fontFamily: 'system-ui, sans-serif' },
      },
    },
  },
  document.getElementById('redoc'),
);
