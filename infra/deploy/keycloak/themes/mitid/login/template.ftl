<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!DOCTYPE html>
<html lang="${lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title><#nested "header"> – MitID demo</title>
  <link rel="stylesheet" href="${url.resourcesPath}/css/mitid.css">
  <link rel="icon" href="${url.resourcesPath}/icon.svg" type="image/svg+xml">
</head>
<body data-page-id="login-${pageId}">
  <p class="demo"><strong>${msg("demoMark")}</strong> ${msg("demoSays")}</p>
  <div class="card">
    <header class="bar">
      <span class="brand">MitID <span class="brand-demo">demo</span></span>
      <#if realm.internationalizationEnabled && locale.supported?size gt 1>
        <nav aria-label="${msg("languages")}">
          <#list locale.supported as l><#if l.languageTag != locale.currentLanguageTag>
            <a href="${l.url}" lang="${l.languageTag}" hreflang="${l.languageTag}">${l.label}</a>
          </#if></#list>
        </nav>
      </#if>
    </header>
    <main>
      <h1><#nested "header"></h1>
      <#if displayMessage && message?has_content && message.type != 'warning'>
        <p class="notice notice-${message.type}" role="<#if message.type = 'error'>alert<#else>status</#if>">${kcSanitize(message.summary)?no_esc}</p>
      </#if>
      <#nested "form">
    </main>
    <footer>
      <a id="demo-desk" href="${properties.demoDeskUrl}" target="_blank" rel="noopener">${msg("demoDesk")}</a>
    </footer>
  </div>
</body>
</html>
</#macro>
